<?php

namespace Ripresa\Orders;

use Ripresa\Rest\StoreReader;

final class OrderAnswer
{
    /** @return array<string, mixed>|null null for a draft of the block checkout and for what is gone */
    public static function read(int $id): ?array
    {
        $order = StoreReader::get("/wc/v3/orders/$id");
        if ($order === null || ($order['status'] ?? '') === 'checkout-draft') {
            return null;
        }
        return ['order' => $order, 'refunds' => StoreReader::get("/wc/v3/orders/$id/refunds") ?? []];
    }
}
