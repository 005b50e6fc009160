<?php
/** Plugin Name: For tests only: what a test wants to run in every request. */
foreach ( glob( WP_CONTENT_DIR . '/test-snippets/*.php' ) as $snippet ) {
	require $snippet;
}
