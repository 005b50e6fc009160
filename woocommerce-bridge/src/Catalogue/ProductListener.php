<?php

namespace Ripresa\Catalogue;

use Ripresa\Outbox\Outbox;
use Ripresa\Outbox\OutboxStore;

final class ProductListener
{
    /** @param int|string $id */
    public static function changed($id): void
    {
        Outbox::tellLater('product', 'product:' . (int) $id);
    }

    /** @param int|string $id of a variation: the app knows products with all of theirs */
    public static function variationChanged($id): void
    {
        $parent = wp_get_post_parent_id((int) $id);
        if ($parent) {
            self::changed($parent);
        }
    }

    /** @param \WC_Product $product */
    public static function stockChanged($product): void
    {
        self::changed($product->get_parent_id() ?: $product->get_id());
    }

    /** @param int|string $postId */
    public static function removed($postId): void
    {
        $type = get_post_type((int) $postId);
        if ($type === 'product_variation') {
            self::variationChanged($postId);
        }
        if ($type === 'product') {
            OutboxStore::dropUntried('product:' . (int) $postId);
            Outbox::tell('product-deleted', 'product-deleted:' . (int) $postId, [
                'productDeleted' => ['id' => (string) (int) $postId],
            ]);
        }
    }

    /** @param int|string $postId */
    public static function returned($postId): void
    {
        if (get_post_type((int) $postId) === 'product') {
            self::changed($postId);
        }
    }
}
