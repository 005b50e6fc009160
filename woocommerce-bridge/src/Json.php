<?php

namespace Ripresa;

final class Json
{
    /** @param mixed $value */
    public static function write($value): string
    {
        $flags = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION | JSON_INVALID_UTF8_SUBSTITUTE;
        return (string) wp_json_encode($value, $flags);
    }

    /** @return array<mixed> empty when the text is no JSON object or list */
    public static function read(string $text): array
    {
        $value = json_decode($text, true);
        return is_array($value) ? $value : [];
    }
}
