<?php

namespace Ripresa\Connect;

use Ripresa\Connection;
use Ripresa\Settings;

/**
 * WordPress calls no address of its own machine and no unusual port. A store that says of itself that it
 * is local (WP_ENVIRONMENT_TYPE) may call the one app that it is, or is about to be, connected with.
 */
final class LocalApp
{
    /**
     * @param mixed $isExternal
     * @param mixed $host
     * @return mixed
     */
    public static function allowHost($isExternal, $host)
    {
        return in_array($host, array_column(self::addresses(), 'host'), true) ? true : $isExternal;
    }

    /**
     * @param mixed $ports
     * @param mixed $host
     * @return mixed
     */
    public static function allowPort($ports, $host)
    {
        foreach (self::addresses() as $address) {
            if ($address['host'] === $host && isset($address['port'])) {
                $ports[] = $address['port'];
            }
        }
        return $ports;
    }

    /** @return array<int, array<string, mixed>> */
    private static function addresses(): array
    {
        if (wp_get_environment_type() !== 'local') {
            return [];
        }
        $connection = Connection::current();
        $urls = [Settings::appUrl(), $connection === null ? '' : $connection->appUrl()];
        return array_filter(array_map('wp_parse_url', $urls), static function ($address): bool {
            return is_array($address) && isset($address['host']);
        });
    }
}
