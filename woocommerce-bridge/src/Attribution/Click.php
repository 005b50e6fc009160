<?php

namespace Ripresa\Attribution;

use Ripresa\Capture\CartSession;
use Ripresa\Connection;
use Ripresa\Restore\Preview;

/** The click on a message's link: from the address into the session, from there onto the order. */
final class Click
{
    public const PARAMETER = 'rp_click';

    public static function remember(): void
    {
        // phpcs:ignore WordPress.Security.NonceVerification
        $click = isset($_GET[self::PARAMETER]) && is_string($_GET[self::PARAMETER]) ? $_GET[self::PARAMETER] : '';
        if (!self::isToken($click) || !CartSession::isShopping() || !Connection::exists() || Preview::isLooking()) {
            return;
        }
        if (!headers_sent()) {
            WC()->session->set_customer_session_cookie(true);
        }
        WC()->session->set(CartSession::CLICK, $click);
    }

    /** @return string|null null when the order was not led to by a link: bought anyway */
    public static function current(): ?string
    {
        $click = WC()->session->get(CartSession::CLICK);
        return is_string($click) && self::isToken($click) ? $click : null;
    }

    private static function isToken(string $text): bool
    {
        return preg_match('/^[A-Za-z0-9_-]{1,128}$/', $text) === 1;
    }
}
