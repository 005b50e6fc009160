<?php

namespace Ripresa\Outbox;

use Ripresa\Json;
use Ripresa\Moment;
use Ripresa\Orders\OrderAnswer;
use Ripresa\Catalogue\ProductAnswer;

/** The bytes of an event. */
final class EventBody
{
    public const LIMIT_BYTES = 1000000;

    /** @param array<string, mixed> $members */
    public static function envelope(int $occurredMs, array $members): string
    {
        return Json::write(array_merge(['version' => 1, 'occurredAt' => Moment::iso($occurredMs)], $members));
    }

    /** @return string|null null when what it is about exists no more */
    public static function read(string $topic, string $subject, int $occurredMs): ?string
    {
        $id = (int) substr((string) strrchr($subject, ':'), 1);
        $members = $topic === 'order' ? OrderAnswer::read($id) : ProductAnswer::read($id);
        return $members === null ? null : self::envelope($occurredMs, $members);
    }
}
