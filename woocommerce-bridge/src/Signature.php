<?php

namespace Ripresa;

/** The signature of PROTOCOL.md, the same in both directions. */
final class Signature
{
    public const WINDOW_SECONDS = 300;

    public static function of(string $key, string $method, string $path, int $timestamp, string $body): string
    {
        $text = implode("\n", [$method, $path, (string) $timestamp, hash('sha256', $body)]);
        return 'v1=' . hash_hmac('sha256', $text, $key);
    }

    /** @return array<string, string> */
    public static function headers(Connection $connection, string $method, string $url, string $body): array
    {
        $now = time();
        return [
            'X-Ripresa-Site' => $connection->siteId(),
            'X-Ripresa-Timestamp' => (string) $now,
            'X-Ripresa-Signature' => self::of($connection->signingKey(), $method, self::path($url), $now, $body),
        ];
    }

    /** @return string|null the error's word, null when the request is the app's */
    public static function fault(Connection $connection, SignedRequest $request): ?string
    {
        if (!hash_equals($connection->siteId(), $request->site)) {
            return 'unknown_site';
        }
        $timestamp = (int) $request->timestamp;
        $expected = self::of($connection->signingKey(), $request->method, $request->path, $timestamp, $request->body);
        if (!hash_equals($expected, $request->signature)) {
            return 'signature';
        }
        return abs(time() - $timestamp) > self::WINDOW_SECONDS ? 'clock' : null;
    }

    private static function path(string $url): string
    {
        $parts = wp_parse_url($url);
        $query = isset($parts['query']) ? '?' . $parts['query'] : '';
        return ($parts['path'] ?? '/') . $query;
    }
}
