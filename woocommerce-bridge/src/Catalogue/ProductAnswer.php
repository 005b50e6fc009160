<?php

namespace Ripresa\Catalogue;

use Ripresa\Rest\StoreReader;

final class ProductAnswer
{
    private const PAGE = 100;
    private const MOST_PAGES = 20;

    /** @return array<string, mixed>|null */
    public static function read(int $id): ?array
    {
        $product = StoreReader::get("/wc/v3/products/$id");
        return $product === null ? null : ['product' => $product, 'variations' => self::variations($id)];
    }

    /** @return array<int, mixed> */
    private static function variations(int $id): array
    {
        $all = [];
        for ($page = 1; $page <= self::MOST_PAGES; $page++) {
            $query = ['per_page' => self::PAGE, 'page' => $page, 'orderby' => 'id', 'order' => 'asc'];
            $some = StoreReader::get("/wc/v3/products/$id/variations", $query) ?? [];
            $all = array_merge($all, $some);
            if (count($some) < self::PAGE) {
                break;
            }
        }
        return $all;
    }
}
