<?php

namespace Ripresa\Admin;

use Ripresa\Connect\Disconnect;
use Ripresa\Connect\Sentences;
use Ripresa\Connection;
use Ripresa\Json;
use Ripresa\Signature;

/** A question of wp-admin to the app, signed with the site's key. */
final class AppCall
{
    private const SECONDS = 15;
    private const API = '/api/woocommerce/';

    /** @return array<string, mixed>|\WP_Error what the app answers, or why there is no answer */
    public static function get(string $path)
    {
        return self::ask('GET', $path, '');
    }

    /**
     * @param array<string, mixed> $said
     * @return array<string, mixed>|\WP_Error
     */
    public static function post(string $path, array $said)
    {
        return self::ask('POST', $path, Json::write($said));
    }

    /** @return array<string, mixed>|\WP_Error */
    private static function ask(string $method, string $path, string $body)
    {
        $connection = Connection::current();
        if ($connection === null) {
            return self::fault('not_connected', 409);
        }
        $url = $connection->appUrl() . self::API . $path;
        $answer = wp_safe_remote_request($url, [
            'method' => $method,
            'timeout' => self::SECONDS,
            'redirection' => 0,
            'body' => $body === '' ? null : $body,
            'headers' => Signature::headers($connection, $method, $url, $body)
                + ($body === '' ? [] : ['Content-Type' => 'application/json']),
        ]);
        return is_wp_error($answer) ? self::fault('app_unreachable', 502) : self::read($answer);
    }

    /**
     * @param array<string, mixed> $answer
     * @return array<string, mixed>|\WP_Error
     */
    private static function read(array $answer)
    {
        $status = (int) wp_remote_retrieve_response_code($answer);
        $said = Json::read((string) wp_remote_retrieve_body($answer));
        if ($status === 200 && $said !== []) {
            return $said;
        }
        if ($status === 410) {
            Disconnect::byApp();
            return self::fault('not_connected', 409);
        }
        $word = isset($said['error']) && is_string($said['error']) ? sanitize_key($said['error']) : 'answer';
        return self::fault($word, $status === 404 ? 404 : 502);
    }

    private static function fault(string $word, int $status): \WP_Error
    {
        return new \WP_Error($word, Sentences::of($word), ['status' => $status]);
    }
}
