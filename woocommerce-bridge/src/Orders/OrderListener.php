<?php

namespace Ripresa\Orders;

use Ripresa\Capture\CartStore;
use Ripresa\Capture\CartTeller;
use Ripresa\Connection;
use Ripresa\Outbox\Outbox;

/** Any change of any order, by whoever made it. */
final class OrderListener
{
    /** @param int|string $id */
    public static function changed($id): void
    {
        $order = wc_get_order((int) $id);
        // The block checkout drafts an order for each shopper who looks: no order yet.
        if (!$order || $order->get_status() === 'checkout-draft' || $order->get_type() === 'shop_order_refund') {
            return;
        }
        Outbox::tellLater('order', 'order:' . $order->get_id());
    }

    /** @param int|string $id */
    public static function statusChanged($id, string $from, string $to): void
    {
        self::changed($id);
        if ($to === 'failed' || $from === 'failed') {
            self::followPayment((int) $id, $to === 'failed');
        }
    }

    /** @param int|string $orderId */
    public static function refunded($orderId): void
    {
        self::changed($orderId);
    }

    /** @param int|string $orderId */
    public static function refundDeleted($refundId, $orderId): void
    {
        self::changed($orderId);
    }

    /**
     * Deleted for good, so it is told now what it was: as one in the trash, which counts as cancelled.
     * @param int|string $id
     */
    public static function deleting($id): void
    {
        $order = Connection::exists() ? wc_get_order((int) $id) : false;
        $answer = $order && $order->get_type() === 'shop_order' ? OrderAnswer::read((int) $id) : null;
        if ($answer !== null) {
            $answer['order']['status'] = 'trash';
            $answer['order']['date_modified_gmt'] = gmdate('Y-m-d\TH:i:s');
            Outbox::tell('order', 'order:' . (int) $id, $answer);
        }
    }

    /**
     * Orders that are posts are moved to the trash and back as posts in wp-admin, and deleted so.
     * @param int|string $id
     */
    public static function postMoved($id): void
    {
        if (get_post_type((int) $id) === 'shop_order') {
            self::changed($id);
        }
    }

    /** @param int|string $id */
    public static function deletingPost($id): void
    {
        if (get_post_type((int) $id) === 'shop_order') {
            self::deleting($id);
        }
    }

    /** A refused payment is no order: its cart may be won back. */
    private static function followPayment(int $orderId, bool $failed): void
    {
        foreach (CartStore::ofOrder($orderId) as $cart) {
            $cart->state = $failed ? 'open' : 'ordered';
            CartTeller::keepAndTell($cart);
        }
    }
}
