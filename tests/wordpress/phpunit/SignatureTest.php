<?php

use PHPUnit\Framework\TestCase;
use Ripresa\Signature;

final class SignatureTest extends TestCase
{
    private const KEY = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';

    /** @dataProvider examples */
    public function test_is_what_the_protocol_says(string $file): void
    {
        $example = json_decode((string) file_get_contents(getenv('PROTOCOL_EXAMPLES') . "/$file.json"), true);
        self::assertSame(
            $example['signature'],
            Signature::of($example['key'], $example['method'], $example['path'], (int) $example['timestamp'], $example['body'])
        );
    }

    public static function examples(): array
    {
        return [['signature'], ['signature-get']];
    }

    /** @dataProvider changes */
    public function test_changes_with_everything_that_is_signed(string $key, string $method, string $path, int $at, string $body): void
    {
        $signed = Signature::of(self::KEY, 'POST', '/a?b=1', 1, 'x');
        self::assertNotSame($signed, Signature::of($key, $method, $path, $at, $body));
        self::assertMatchesRegularExpression('/^v1=[0-9a-f]{64}$/', $signed);
    }

    public static function changes(): array
    {
        return [
            'the key' => ['f' . substr(self::KEY, 1), 'POST', '/a?b=1', 1, 'x'],
            'the method' => [self::KEY, 'GET', '/a?b=1', 1, 'x'],
            'the query' => [self::KEY, 'POST', '/a?b=2', 1, 'x'],
            'the time' => [self::KEY, 'POST', '/a?b=1', 2, 'x'],
            'the body' => [self::KEY, 'POST', '/a?b=1', 1, 'y'],
        ];
    }
}
