<?php
// The plugin's classes that need no store, on WordPress's own functions for texts.
define( 'ABSPATH', getenv( 'WORDPRESS_FILES' ) . '/' );
define( 'WPINC', 'wp-includes' );
foreach ( array( 'compat', 'load', 'plugin', 'functions', 'formatting', 'http' ) as $part ) {
	require_once ABSPATH . WPINC . "/$part.php";
}
// The one setting that WordPress asks for when it cleans a text.
add_filter( 'pre_option_blog_charset', static fn() => 'UTF-8' );

require getenv( 'RIPRESA_PLUGIN' ) . '/src/Autoload.php';
