<?php

namespace Ripresa\Rest;

use Ripresa\Capture\Cart;
use Ripresa\Capture\CartStore;
use Ripresa\Capture\CartTeller;
use Ripresa\Connect\Exchange;
use Ripresa\Connect\SiteFacts;
use Ripresa\Connection;
use Ripresa\Moment;
use Ripresa\Outbox\OutboxStore;
use Ripresa\Outbox\Schedule;
use Ripresa\Signature;
use Ripresa\SignedRequest;

/** What the app may ask the site. */
final class Routes
{
    private const MOST_CARTS = 100;

    public static function register(): void
    {
        self::route('hello', 'GET', [self::class, 'hello']);
        self::route('site', 'GET', self::signed([self::class, 'site']));
        self::route('carts', 'GET', self::signed([self::class, 'carts']));
        self::route('events/redeliver', 'POST', self::signed([self::class, 'redeliver']));
    }

    private static function route(string $path, string $method, callable $callback): void
    {
        // Who asks is proved by the signature, which answers with the protocol's words.
        register_rest_route('ripresa/v1', '/' . $path, [
            'methods' => $method,
            'callback' => $callback,
            'permission_callback' => '__return_true',
        ]);
    }

    private static function signed(callable $answer): callable
    {
        return static function (\WP_REST_Request $request) use ($answer) {
            $connection = Connection::current();
            $fault = $connection === null ? 'unknown_site' : Signature::fault($connection, SignedRequest::from($request));
            if ($fault === null) {
                return self::uncached($answer($request), 200);
            }
            $words = ['error' => $fault] + ($fault === 'clock' ? ['now' => time()] : []);
            return self::uncached($words, $fault === 'unknown_site' ? 410 : 401);
        };
    }

    public static function hello(\WP_REST_Request $request): \WP_REST_Response
    {
        $answer = Exchange::answerTo((string) $request['challenge']);
        return $answer === null
            ? self::uncached(['error' => 'no_exchange'], 404)
            : self::uncached(['answer' => $answer], 200);
    }

    /** @return array<string, mixed> */
    public static function site(): array
    {
        return ['site' => SiteFacts::read()];
    }

    /** @return array<string, mixed> */
    public static function carts(\WP_REST_Request $request): array
    {
        $limit = max(1, min(self::MOST_CARTS, (int) ($request['limit'] ?? 50)));
        list($since, $token) = self::place($request);
        $carts = CartStore::changedSince($since, $token, $limit);
        $last = end($carts);
        return [
            'carts' => array_map([CartTeller::class, 'asTold'], $carts),
            'next' => $last instanceof Cart && count($carts) === $limit ? "$last->updatedMs-$last->token" : null,
        ];
    }

    /** @return array{0: int, 1: string} */
    private static function place(\WP_REST_Request $request): array
    {
        if (preg_match('/^(\d{1,15})-([0-9a-f]{32})$/', (string) $request['after'], $found)) {
            return [(int) $found[1], $found[2]];
        }
        return [Moment::fromIso((string) $request['modified_after']) ?? 0, ''];
    }

    /** @return array<string, mixed> */
    public static function redeliver(\WP_REST_Request $request): array
    {
        $since = Moment::fromIso((string) $request['since']) ?? 0;
        $revived = OutboxStore::revive($since);
        Schedule::soon();
        return ['redelivered' => $revived];
    }

    /** @param mixed $answer */
    private static function uncached($answer, int $status): \WP_REST_Response
    {
        return new \WP_REST_Response($answer, $status, ['Cache-Control' => 'no-store']);
    }
}
