<?php
// Runs in the oldest PHP that the plugin promises: parses and compiles every file, and names the
// functions that are called and not there.
error_reporting( E_ALL );
define( 'ABSPATH', '/site/' );
$answer = array( 'version' => PHP_VERSION, 'problems' => array(), 'unknown' => array() );
set_error_handler(
	function ( $level, $message ) use ( &$answer ) {
		$answer['problems'][] = $message;
		return true;
	}
);
register_shutdown_function(
	function () use ( &$answer ) {
		$last = error_get_last();
		if ( $last ) {
			$answer['problems'][] = $last['message'];
		}
		file_put_contents( '/site/answer.json', json_encode( $answer ) );
	}
);

/** Names before a bracket that are no method, no class and no declaration. */
function called_functions( array $tokens ): array {
	$tokens = array_values( array_filter( $tokens, fn( $token ) => ! is_array( $token ) || ! in_array( $token[0], array( T_WHITESPACE, T_COMMENT, T_DOC_COMMENT ), true ) ) );
	$names  = array();
	foreach ( $tokens as $at => $token ) {
		$before = $tokens[ $at - 1 ][0] ?? '';
		if ( is_array( $token ) && T_STRING === $token[0] && '(' === ( $tokens[ $at + 1 ] ?? '' ) && ! in_array( $before, array( T_OBJECT_OPERATOR, T_DOUBLE_COLON, T_FUNCTION, T_NEW, T_NS_SEPARATOR ), true ) ) {
			$names[] = $token[1];
		}
	}
	return $names;
}

$files = new RecursiveIteratorIterator( new RecursiveDirectoryIterator( '/site/plugin', FilesystemIterator::SKIP_DOTS ) );
foreach ( $files as $file ) {
	try {
		$tokens = token_get_all( file_get_contents( $file ), TOKEN_PARSE );
	} catch ( ParseError $error ) {
		$answer['problems'][] = "$file: " . $error->getMessage();
		continue;
	}
	foreach ( called_functions( $tokens ) as $name ) {
		if ( ! function_exists( $name ) ) {
			$answer['unknown'][ strtolower( $name ) ] = true;
		}
	}
	if ( false !== strpos( $file, '/src/' ) ) {
		require_once $file;
	}
}
$answer['unknown'] = array_keys( $answer['unknown'] );
