<?php

namespace Ripresa;

defined('ABSPATH') || exit;

/** PSR-4 for `Ripresa\`: a store needs no Composer. */
spl_autoload_register(static function (string $class): void {
    if (strpos($class, __NAMESPACE__ . '\\') !== 0) {
        return;
    }
    $file = __DIR__ . '/' . str_replace('\\', '/', substr($class, strlen(__NAMESPACE__) + 1)) . '.php';
    if (is_file($file)) {
        require $file;
    }
});
