<?php
// What an editor does in the back end, from the command line: php wordpress_fill.php FOLDER ACTION < JSON > JSON

// Names that WordPress does not use for variables of its own.
[, $fill_folder, $fill_action] = $argv;
$fill_input = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
$_SERVER += ['HTTP_HOST' => '127.0.0.1', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_METHOD' => 'GET'];
if ($fill_action === 'install') {
    define('WP_INSTALLING', true);
    // It would send a mail.
    function wp_new_blog_notification() {}
}
require "$fill_folder/wp-config.php";
foreach (['upgrade', 'image', 'nav-menu'] as $file) {
    require_once ABSPATH . "wp-admin/includes/$file.php";
}

echo json_encode($fill_action($fill_input), JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);

function install(array $input): array {
    wp_install($input['name'], 'quantri', 'quantri@example.org', true, '', wp_generate_password(), 'vi');
    wp_delete_post(1, true);
    wp_delete_post(2, true);
    foreach (['blogdescription' => $input['description'], 'timezone_string' => 'Asia/Ho_Chi_Minh', 'posts_per_page' => 10] as $name => $value) {
        update_option($name, $value);
    }
    return [];
}

function fill(array $input): array {
    wp_suspend_cache_invalidation(true);
    wp_defer_term_counting(true);
    wp_defer_comment_counting(true);
    $users = array_map(fn ($name) => must(wp_insert_user([
        'user_login' => sanitize_title($name), 'user_pass' => 'x', 'display_name' => $name, 'role' => 'author',
        'user_email' => sanitize_title($name) . '@example.org',
    ])), $input['authors']);
    // A theme may print this below the articles.
    update_user_meta($users[0], 'description', $input['biography']);
    $sections = array_map(fn ($name) => must(wp_insert_term($name, 'category'))['term_id'], $input['sections']);
    $images = array_map(picture(...), array_keys($input['captions']), $input['captions']);
    $file = upload('ke-hoach.pdf', "%PDF-1.4\n%%EOF\n", 'application/pdf', 'Kế hoạch', '');

    $marks = ['%FILE_URL%' => wp_get_attachment_url($file)];
    foreach ($images as $number => $id) {
        $marks += ["%IMAGE_{$number}_ID%" => $id, "%IMAGE_{$number}_URL%" => wp_get_attachment_url($id), "%IMAGE_{$number}_PAGE%" => "/?attachment_id=$id"];
    }
    foreach ($input['posts'] as $number => $post) {
        $id = must(wp_insert_post(wp_slash([
            'post_title' => $post['title'], 'post_content' => strtr($post['content'], $marks), 'post_excerpt' => $post['excerpt'],
            'post_date' => $post['date'], 'post_status' => $post['status'], 'post_author' => $users[$post['author']],
            'post_category' => array_map(fn ($section) => $sections[$section], $post['sections']), 'tags_input' => $post['tags'],
        ]), true));
        if ($post['image'] !== null) {
            set_post_thumbnail($id, $images[$post['image']]);
        }
        if ($post['sticky']) {
            stick_post($id);
        }
        $parent = 0;
        foreach ($post['comments'] as $text) {
            // The days of comments are no days of articles.
            $parent = wp_insert_comment(['comment_date' => date('Y-m-d H:i:s', strtotime("{$post['date']} +2 days")), 'comment_post_ID' => $id, 'comment_content' => $text, 'comment_author' => 'Bạn đọc', 'comment_parent' => $parent, 'comment_approved' => 1]);
        }
    }
    $pages = array_map(fn ($page) => must(wp_insert_post(wp_slash(
        $page + ['post_type' => 'page', 'post_status' => 'publish', 'post_author' => 1]
    ), true)), $input['pages']);
    wp_suspend_cache_invalidation(false);
    wp_defer_term_counting(false);
    wp_defer_comment_counting(false);
    menu($sections, $pages);
    return [];
}

function menu(array $sections, array $pages): void {
    $menu = must(wp_create_nav_menu('Chính'));
    $links = '<!-- wp:navigation-link {"label":"Trang chủ","url":"/","kind":"custom"} /-->';
    must(wp_update_nav_menu_item($menu, 0, ['menu-item-title' => 'Trang chủ', 'menu-item-url' => home_url('/'), 'menu-item-status' => 'publish']));
    foreach ([['category', 'taxonomy', $sections], ['page', 'post_type', $pages]] as [$object, $type, $ids]) {
        foreach ($ids as $id) {
            $title = $object === 'page' ? get_the_title($id) : get_cat_name($id);
            must(wp_update_nav_menu_item($menu, 0, ['menu-item-object' => $object, 'menu-item-type' => $type, 'menu-item-object-id' => $id, 'menu-item-status' => 'publish', 'menu-item-title' => $title]));
            // Always right, whatever the permalinks: WordPress redirects it to the present form.
            $links .= sprintf('<!-- wp:navigation-link {"label":"%s","type":"%s","id":%d,"url":"%s","kind":"%s"} /-->',
                $title, $object, $id, $object === 'page' ? "/?page_id=$id" : "/?cat=$id", $object === 'page' ? 'post-type' : 'taxonomy');
        }
    }
    must(wp_insert_post(wp_slash(['post_type' => 'wp_navigation', 'post_status' => 'publish', 'post_title' => 'Chính', 'post_content' => $links]), true));
}

function change_form(array $input): array {
    switch_theme($input['theme']);
    set_theme_mod('nav_menu_locations', ['primary' => wp_get_nav_menus()[0]->term_id]);
    update_option('permalink_structure', $input['permalinks']);
    update_option('date_format', $input['dates'] ?: __('F j, Y'));
    update_option('theme_words', $input['words']);
    // The next request writes them anew.
    delete_option('rewrite_rules');
    return [];
}

function truth(): array {
    return array_map(function (WP_Post $post): array {
        setup_postdata($GLOBALS['post'] = $post);
        $html = preg_replace('~<figure.*?</figcaption></figure>~s', '', apply_filters('the_content', $post->post_content));
        preg_match_all('~<(p|li|td)\b[^>]*>(.*?)</\1>~s', $html, $found);
        $texts = array_values(array_filter(array_map(text(...), $found[2])));
        return [
            'id' => $post->ID, 'url' => get_permalink($post), 'title' => text(get_the_title($post)), 'date' => get_post_time('c', false, $post),
            'author' => get_the_author_meta('display_name', $post->post_author), 'start' => $texts[0], 'end' => end($texts),
            'sections' => array_map(fn ($term) => html_entity_decode($term->name), get_the_category($post->ID)),
            // Some places print typographic dashes.
            'printed_sections' => array_map(fn ($term) => text(wptexturize($term->name)), get_the_category($post->ID)),
        ];
    }, get_posts(['numberposts' => -1, 'post_status' => 'publish', 'orderby' => 'date']));
}

function trash(array $input): array {
    return array_map(fn ($id) => (bool) wp_trash_post($id), $input['ids']);
}

function restore(array $input): array {
    return array_map(fn ($id) => (bool) wp_untrash_post($id), $input['ids']);
}

// Without values: nothing of the text changes, but the time of the last change does.
function edit(array $input): array {
    $post = get_post($input['id']);
    $content = str_replace($input['remove'] ?? '', '', $post->post_content) . ($input['add'] ?? '');
    return [must(wp_update_post(wp_slash(['ID' => $post->ID, 'post_content' => $content]), true))];
}

function comment(array $input): array {
    return [must(wp_insert_comment(['comment_post_ID' => $input['id'], 'comment_content' => $input['text'], 'comment_author' => 'Bạn đọc', 'comment_approved' => 1]))];
}

function picture(int $number, string $caption): int {
    $image = imagecreatetruecolor(640, 400);
    imagefill($image, 0, 0, imagecolorallocate($image, 20 * $number % 256, 90, 160));
    ob_start();
    imagejpeg($image, null, 50);
    return upload("anh-$number.jpg", ob_get_clean(), 'image/jpeg', "Ảnh $number", $caption);
}

function upload(string $name, string $bytes, string $type, string $title, string $caption): int {
    ['file' => $path] = wp_upload_bits($name, null, $bytes, '2024/11');
    $id = must(wp_insert_attachment(wp_slash(['post_mime_type' => $type, 'post_title' => $title, 'post_excerpt' => $caption, 'post_status' => 'inherit', 'post_date' => '2024-01-02 03:04:05']), $path, 0, true));
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $path));
    return $id;
}

function text(string $html): string {
    return trim(preg_replace('~\s+~u', ' ', html_entity_decode(wp_strip_all_tags($html), ENT_QUOTES | ENT_HTML5)));
}

function must(mixed $result): mixed {
    if ($result instanceof WP_Error || !$result) {
        throw new RuntimeException($result instanceof WP_Error ? $result->get_error_message() : 'failed');
    }
    return $result;
}
