<?php
/**
 * The merchant deleted the plugin: nothing of it stays.
 */

defined('WP_UNINSTALL_PLUGIN') || exit;

if (!defined('RIPRESA_VERSION')) {
    define('RIPRESA_FILE', __DIR__ . '/ripresa.php');
    define('RIPRESA_VERSION', '0.1.0');
}

require_once __DIR__ . '/src/Autoload.php';

Ripresa\Privacy\Removal::everywhere();
