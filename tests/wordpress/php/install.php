<?php
// usage: php install.php <root> <url>
list( , $root, $url ) = $argv;
require __DIR__ . '/request.php';
stub_request( $url );
$names  = array( 'AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT' );
$config = array(
	'DB_NAME' => 'wp', 'DB_USER' => 'wp', 'DB_PASSWORD' => 'wp', 'DB_HOST' => 'localhost', 'DB_CHARSET' => 'utf8mb4', 'DB_COLLATE' => '',
	'DB_DIR' => "$root/wp-content/database/", 'DB_FILE' => '.ht.sqlite', 'WP_HOME' => $url, 'WP_SITEURL' => $url,
	'WP_DEBUG' => true, 'WP_DEBUG_LOG' => true, 'WP_DEBUG_DISPLAY' => false, 'DISABLE_WP_CRON' => true,
	'WP_HTTP_BLOCK_EXTERNAL' => true, 'WP_ACCESSIBLE_HOSTS' => '127.0.0.1,localhost', 'AUTOMATIC_UPDATER_DISABLED' => true, 'WP_ENVIRONMENT_TYPE' => 'local',
);
foreach ( $names as $name ) {
	$config[ $name ] = "test-$name";
}
$lines = "<?php\n";
foreach ( $config as $name => $value ) {
	$lines .= "define( '$name', " . var_export( $value, true ) . " );\n";
}
$lines .= "\$table_prefix = 'wp_';\ndefine( 'ABSPATH', __DIR__ . '/' );\nrequire_once ABSPATH . 'wp-settings.php';\n";
file_put_contents( "$root/wp-config.php", $lines );
define( 'WP_INSTALLING', true );
require "$root/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install( 'Ripresa Shop', 'admin', 'admin@example.test', true, '', 'admin' );
update_option( 'permalink_structure', '/%postname%/' );
update_option( 'timezone_string', 'Europe/Rome' );
