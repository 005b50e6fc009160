<?php
namespace Automattic\WooCommerce\Utilities;

final class FeaturesUtil {
	/** @var array<string, array<string, bool>> what each plugin declared, for the tests to read */
	public static $declared = array();

	public static function declare_compatibility( $feature, $file, $positive = true ) {
		self::$declared[ plugin_basename( $file ) ][ $feature ] = $positive;
		return true;
	}
}

final class OrderUtil {
	public static function custom_orders_table_usage_is_enabled() {
		return true;
	}
}
