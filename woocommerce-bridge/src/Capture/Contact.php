<?php

namespace Ripresa\Capture;

/** Who a cart belongs to, as far as the shopper said. The last value wins; half a phone is no value. */
final class Contact
{
    public const FIELDS = ['email', 'phone', 'country', 'firstName', 'lastName'];
    private const LEAST_DIGITS = 8;
    private const MOST_DIGITS = 17;
    private const LONGEST = 100;

    /**
     * @param array<string, string|null> $known
     * @param array<string, mixed> $said only the fields that the shopper touched; an empty one takes its value back
     * @return array<string, string|null>
     */
    public static function merge(array $known, array $said): array
    {
        foreach (self::FIELDS as $field) {
            if (!isset($said[$field]) || !is_string($said[$field])) {
                continue;
            }
            $value = self::clean($field, $said[$field]);
            if ($value !== null) {
                $known[$field] = $value === '' ? null : $value;
            }
        }
        return $known;
    }

    /**
     * What forms say that send every field, touched or not: an empty one says nothing.
     * @param array<string, mixed> $fields
     * @return array<string, mixed>
     */
    public static function withoutEmpty(array $fields): array
    {
        return array_filter($fields, static function ($value): bool {
            return is_string($value) && trim($value) !== '';
        });
    }

    public static function isWholePhone(string $phone): bool
    {
        $digits = strlen((string) preg_replace('/\D/', '', $phone));
        $isPhone = preg_match('/^[+]?[\d\s().\/\-]+$/', $phone) === 1;
        return $isPhone && $digits >= self::LEAST_DIGITS && $digits <= self::MOST_DIGITS;
    }

    /** @return string|null null when the value is unfinished or no such thing: what was known stays */
    private static function clean(string $field, string $value): ?string
    {
        $value = trim(sanitize_text_field($value));
        if ($value === '') {
            return '';
        }
        if (strlen($value) > self::LONGEST) {
            return null;
        }
        return self::inItsForm($field, $value);
    }

    private static function inItsForm(string $field, string $value): ?string
    {
        switch ($field) {
            case 'phone':
                return self::isWholePhone($value) ? $value : null;
            case 'email':
                return is_email($value) ? strtolower($value) : null;
            case 'country':
                return preg_match('/^[A-Za-z]{2}$/', $value) ? strtoupper($value) : null;
            default:
                return $value;
        }
    }

    /**
     * @param array<string, string|null> $contact
     * @return array<string, string|null>
     */
    public static function asTold(array $contact, int $userId): array
    {
        $told = ['customerId' => $userId > 0 ? (string) $userId : null];
        foreach (self::FIELDS as $field) {
            $told[$field] = $contact[$field] ?? null;
        }
        return $told;
    }
}
