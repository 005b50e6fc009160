<?php

namespace Ripresa\Restore;

use Ripresa\Capture\Cart;
use Ripresa\Capture\CartSession;
use Ripresa\Capture\CartStore;

/** A shopper who comes back by the link of a message. */
final class RestoreLink
{
    public static function handle(): void
    {
        // phpcs:ignore WordPress.Security.NonceVerification
        $token = $_GET[RestoreTokens::PARAMETER] ?? null;
        if (!is_string($token) || !CartSession::isShopping()) {
            return;
        }
        nocache_headers();
        if (Preview::isLooking()) {
            self::answerPreview();
        }
        $cartToken = RestoreTokens::open($token);
        $cart = $cartToken === null ? null : CartStore::find($cartToken);
        if (!headers_sent()) {
            WC()->session->set_customer_session_cookie(true);
        }
        $isWhole = $cart !== null && self::rebuild($cart);
        if ($cart === null) {
            wc_add_notice(__('This link has expired. Your cart can no longer be restored from it.', 'ripresa'), 'notice');
        }
        wp_safe_redirect(self::target($isWhole ? wc_get_checkout_url() : wc_get_cart_url()));
        exit;
    }

    private static function rebuild(Cart $cart): bool
    {
        if ($cart->state === 'ordered') {
            wc_add_notice(__('The order of this cart has been placed already.', 'ripresa'), 'notice');
            return false;
        }
        $missing = CartRebuilder::rebuild($cart->lines);
        self::applyCoupons($cart);
        foreach ($missing as $sentence) {
            wc_add_notice($sentence, 'notice');
        }
        // In another browser the cart starts a story of its own, with nothing of the person in it.
        if (CartSession::token() !== $cart->token) {
            WC()->session->set(CartSession::RESTORED, $cart->token);
            self::markOwnCart($cart->token);
        }
        return $missing === [];
    }

    private static function markOwnCart(string $origin): void
    {
        $own = CartSession::cart();
        if ($own !== null && $own->token !== $origin) {
            $own->restoredFrom = $origin;
            CartStore::keep($own);
        }
    }

    private static function applyCoupons(Cart $cart): void
    {
        // phpcs:ignore WordPress.Security.NonceVerification
        $asked = isset($_GET['coupon']) && is_string($_GET['coupon']) ? [wp_unslash($_GET['coupon'])] : [];
        $codes = array_merge((array) ($cart->content['coupons'] ?? []), $asked);
        foreach (array_unique(array_map('wc_format_coupon_code', $codes)) as $code) {
            if ($code !== '' && wc_coupons_enabled() && !WC()->cart->has_discount($code)) {
                WC()->cart->apply_coupon($code);
            }
        }
    }

    /** A page, and nothing happens. */
    private static function answerPreview(): void
    {
        header('Content-Type: text/html; charset=UTF-8');
        header('X-Robots-Tag: noindex, nofollow');
        printf('<!doctype html><title>%s</title>', esc_html(get_bloginfo('name')));
        exit;
    }

    /** The campaign's words stay in the address, for the merchant's own statistics. */
    private static function target(string $url): string
    {
        // phpcs:ignore WordPress.Security.NonceVerification
        foreach ($_GET as $name => $value) {
            if (is_string($value) && strpos((string) $name, 'utm_') === 0) {
                $url = add_query_arg(sanitize_key($name), rawurlencode(wp_unslash($value)), $url);
            }
        }
        return $url;
    }
}
