<?php

namespace Ripresa\Capture;

use Ripresa\Settings;

/**
 * `?wc-ajax=ripresa_capture`: what was typed and not sent yet. It carries no nonce, which a page cache
 * could keep; it changes nothing but the caller's own remembered cart, from a page of this site.
 */
final class CaptureEndpoint
{
    private const LONGEST = 4096;
    private const MOST = 60;
    private const WITHIN_SECONDS = 600;
    /** How often a session asked, by a hash of its name. */
    public const ASKED = 'ripresa_asked_';

    public static function answer(): void
    {
        nocache_headers();
        $status = self::fault();
        if ($status === 204) {
            self::hear();
            // What was answered with "kept" is kept.
            CartWatch::settle();
        }
        status_header($status);
        exit;
    }

    private static function fault(): int
    {
        if (($_SERVER['REQUEST_METHOD'] ?? '') !== 'POST' || !self::isOwnPage()) {
            return 403;
        }
        if ((int) ($_SERVER['CONTENT_LENGTH'] ?? 0) > self::LONGEST) {
            return 413;
        }
        // Without a cart of its own a caller has nothing here that could be filled in.
        if (!CartSession::isShopping() || WC()->cart->is_empty()) {
            return 409;
        }
        return self::isWithinRate() ? 204 : 429;
    }

    private static function hear(): void
    {
        // phpcs:ignore WordPress.Security.NonceVerification
        $posted = wp_unslash($_POST);
        $said = array_intersect_key($posted, array_flip(Contact::FIELDS));
        $ticked = isset($posted['consent']) ? $posted['consent'] === 'yes' : null;
        $checkout = ($posted['checkout'] ?? '') === 'blocks' ? 'blocks' : 'classic';
        CartWatch::hear($said, Settings::asksConsent() ? $ticked : null, $checkout);
    }

    /** Browsers say where a POST comes from; a foreign page must not fill a shopper's cart in. */
    private static function isOwnPage(): bool
    {
        $from = $_SERVER['HTTP_ORIGIN'] ?? $_SERVER['HTTP_REFERER'] ?? '';
        $host = wp_parse_url(wp_unslash($from), PHP_URL_HOST);
        $own = [wp_parse_url(home_url(), PHP_URL_HOST), wp_parse_url(site_url(), PHP_URL_HOST)];
        return is_string($host) && in_array($host, $own, true);
    }

    /**
     * Counted outside of WooCommerce's session, which is written as a whole: from here it would overwrite what
     * the checkout's own request of the same moment writes, as the address and the way of payment.
     */
    private static function isWithinRate(): bool
    {
        $name = self::ASKED . md5((string) WC()->session->get_customer_id());
        $seen = get_transient($name);
        $now = time();
        if (!is_array($seen) || $now - (int) $seen[0] > self::WITHIN_SECONDS) {
            $seen = [$now, 0];
        }
        set_transient($name, [$seen[0], $seen[1] + 1], self::WITHIN_SECONDS);
        return $seen[1] < self::MOST;
    }
}
