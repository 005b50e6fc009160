<?php

namespace Ripresa\Capture;

use Ripresa\Attribution\Click;

/** What we keep in WooCommerce's session: it follows a guest into the account. */
final class CartSession
{
    public const TOKEN = 'ripresa_cart';
    public const RESTORED = 'ripresa_restored';
    public const CLICK = 'ripresa_click';
    public const WORDS = [self::TOKEN, self::RESTORED, self::CLICK];

    /**
     * A request without a shopper (wp-admin, cron, the back office's REST) has no session. The app fills a cart
     * to have it priced, for whoever looks at a payment link: that one is nobody's.
     */
    public static function isShopping(): bool
    {
        $isPricing = !empty($_SERVER['HTTP_X_RIPRESA_PRICING']);
        return !$isPricing && function_exists('WC') && WC()->session !== null && WC()->cart !== null;
    }

    public static function token(): ?string
    {
        $token = WC()->session->get(self::TOKEN);
        return is_string($token) && preg_match('/^[0-9a-f]{32}$/', $token) ? $token : null;
    }

    /**
     * The cart of this session; an account's latest one when a log-in lost the session's words: WooCommerce
     * moves them to the account, and of two requests at that moment the second one finds none to move.
     */
    public static function cart(): ?Cart
    {
        $token = self::token();
        $cart = $token === null ? null : CartStore::find($token);
        if ($cart === null && is_user_logged_in()) {
            $cart = CartStore::latestOfUser(get_current_user_id());
            if ($cart !== null) {
                self::recall($cart);
            }
        }
        return $cart;
    }

    private static function recall(Cart $cart): void
    {
        WC()->session->set(self::TOKEN, $cart->token);
        if ($cart->state === 'open' && $cart->click !== '' && WC()->session->get(self::CLICK) === null) {
            WC()->session->set(self::CLICK, $cart->click);
        }
    }

    public static function begin(int $nowMs): Cart
    {
        $cart = Cart::start(bin2hex(random_bytes(16)), $nowMs);
        $cart->restoredFrom = (string) WC()->session->get(self::RESTORED, '');
        WC()->session->set(self::TOKEN, $cart->token);
        return $cart;
    }

    public static function end(): void
    {
        WC()->session->set(self::TOKEN, null);
        self::forgetTheWay();
    }

    /** What led to an order leads to no second one. */
    public static function forgetTheWay(): void
    {
        WC()->session->set(self::RESTORED, null);
        WC()->session->set(self::CLICK, null);
    }

    /** At log-in the account and the click are written beside the cart before the session moves. */
    public static function remember(string $login, \WP_User $user): void
    {
        if (!self::isShopping() || self::token() === null) {
            return;
        }
        $cart = CartStore::find(self::token());
        if ($cart !== null && in_array($cart->userId, [0, $user->ID], true)) {
            $cart->userId = $user->ID;
            $cart->click = (string) Click::current();
            CartStore::keep($cart);
        }
    }
}
