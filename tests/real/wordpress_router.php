<?php
// Answers as Apache does with WordPress's own .htaccess: what is a file is sent or run, all else goes to index.php.
// With plain permalinks WordPress writes no rules; then what is not there is 404, robots.txt and sitemap too.

$root = $_SERVER['DOCUMENT_ROOT'];
$path = rawurldecode(strtok($_SERVER['REQUEST_URI'], '?'));

if ($path !== '/' && is_dir($root . $path) && !is_file("$root$path/index.php")) {
    http_response_code(403);
    echo '<!DOCTYPE html><title>403 Forbidden</title><h1>Forbidden</h1>';
    return true;
}
if ($path !== '/' && file_exists($root . $path)) {
    return false;
}
if ($path !== '/' && !is_file("$root/.htaccess")) {
    http_response_code(404);
    echo '<!DOCTYPE html><title>404 Not Found</title><h1>Not Found</h1>';
    return true;
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = "$root/index.php";
require "$root/index.php";
return true;
