<?php

namespace Ripresa\Orders;

use Ripresa\Attribution\Click;
use Ripresa\Capture\Cart;
use Ripresa\Capture\CartSession;
use Ripresa\Capture\CartStore;
use Ripresa\Capture\CartTeller;
use Ripresa\Capture\CartWatch;
use Ripresa\Capture\CheckoutListener;
use Ripresa\Capture\ConsentField;
use Ripresa\Connection;
use Ripresa\Moment;

/** Ties an order to its cart, to the click that led to it, and to what was agreed. */
final class OrderMeta
{
    public const CART = '_ripresa_cart';
    public const CLICK = '_ripresa_click';
    public const CONSENT = '_ripresa_consent';
    /** When the shopper pressed the button: an order may be a draft of days before, or one whose payment failed. */
    public const PLACED = '_ripresa_placed';

    /**
     * @param \WC_Order $order
     * @param mixed $posted the classic checkout's fields
     */
    public static function classic($order, $posted): void
    {
        // WooCommerce has checked its nonce before it makes an order.
        // phpcs:ignore WordPress.Security.NonceVerification
        $form = array_merge(wp_unslash($_POST), is_array($posted) ? $posted : []);
        CartWatch::hear(CheckoutListener::ofForm($form), ConsentField::ticked($form), 'classic');
        self::write($order);
        self::markPlaced($order);
    }

    /**
     * @param \WC_Order $order
     * @param \WP_REST_Request $request
     */
    public static function blocksRequest($order, $request): void
    {
        CheckoutListener::storeApi(null, $request);
    }

    /** @param \WC_Order $order */
    public static function placedBlocks($order): void
    {
        self::write($order);
        if (self::markPlaced($order)) {
            $order->save();
        }
        self::placed($order);
    }

    /** @param \WC_Order $order */
    private static function markPlaced($order): bool
    {
        if (!Connection::exists()) {
            return false;
        }
        $order->update_meta_data(self::PLACED, Moment::iso(Moment::nowMs()));
        return true;
    }

    /** @param \WC_Order $order */
    private static function placed($order): void
    {
        if (!Connection::exists() || !CartSession::isShopping()) {
            return;
        }
        foreach (self::cartsOf(CartSession::cart()) as $cart) {
            $cart->state = 'ordered';
            $cart->orderId = $order->get_id();
            CartTeller::keepAndTell($cart);
        }
    }

    /**
     * @param int $id
     * @param mixed $posted
     * @param \WC_Order|null $order
     */
    public static function placedClassic($id, $posted, $order = null): void
    {
        $order = $order ?: wc_get_order($id);
        if ($order) {
            self::placed($order);
        }
    }

    /** @param \WC_Order $order */
    private static function write($order): void
    {
        if (!Connection::exists() || !CartSession::isShopping()) {
            return;
        }
        CartWatch::settle();
        $cart = CartSession::cart();
        $click = Click::current();
        if ($cart !== null) {
            // An order from a rebuilt cart belongs to the one that was left behind.
            $order->update_meta_data(self::CART, $cart->restoredFrom !== '' ? $cart->restoredFrom : $cart->token);
        }
        if ($cart !== null && $cart->consent !== null) {
            $order->update_meta_data(self::CONSENT, $cart->consent);
        }
        if ($click !== null) {
            $order->update_meta_data(self::CLICK, $click);
        }
    }

    /** @return Cart[] */
    private static function cartsOf(?Cart $cart): array
    {
        if ($cart === null) {
            return [];
        }
        $origin = $cart->restoredFrom === '' ? null : CartStore::find($cart->restoredFrom);
        return $origin === null || $origin->state === 'ordered' ? [$cart] : [$cart, $origin];
    }
}
