<?php
// Vietnamese words for what themes print: Debian has the language file of WordPress itself, but not those of themes.

add_filter('gettext', function (string $text, string $source): string {
    return get_option('theme_words') ? [
        'By %s' => 'Bởi %s',
        'By' => 'Bởi',
        'by' => 'bởi',
        'in' => 'trong',
        'Posted' => 'Đăng ngày',
        'Tags:' => 'Thẻ:',
        'Published %s' => 'Đã xuất bản %s',
        'Categorized as %s' => 'Được phân loại là %s',
        'Tagged %s' => 'Được gắn thẻ %s',
        'Edit %s' => 'Sửa %s',
        'Continue reading %s' => 'Tiếp tục đọc %s',
        'Next post' => 'Bài sau',
        'Previous post' => 'Bài trước',
        'Next Post' => 'Bài sau',
        'Older posts' => 'Bài cũ hơn',
        'Newer posts' => 'Bài mới hơn',
        'Older <span class="nav-short">posts</span>' => 'Bài <span class="nav-short">cũ hơn</span>',
        'Newer <span class="nav-short">posts</span>' => 'Bài <span class="nav-short">mới hơn</span>',
        'Proudly powered by %s.' => 'Vận hành bởi %s.',
        'Leave a comment' => 'Để lại bình luận',
    ][$source] ?? $text : $text;
}, 10, 2);

add_filter('gettext_with_context', function (string $text, string $source): string {
    return get_option('theme_words') ? ['Posted' => 'Đăng ngày', 'by' => 'bởi', 'in' => 'trong'][$source] ?? $text : $text;
}, 10, 2);

// A restored post is published again, as with the plugins that most sites use.
add_filter('wp_untrash_post_status', fn ($new, $id, $previous) => $previous, 10, 3);
