<?php

use PHPUnit\Framework\TestCase;
use Ripresa\Capture\Contact;

final class ContactTest extends TestCase
{
    /** @dataProvider phones */
    public function test_a_phone_is_whole_or_not(string $typed, bool $whole): void
    {
        self::assertSame($whole, Contact::isWholePhone($typed));
    }

    public static function phones(): array
    {
        return [
            'an Italian one' => ['347 123 4567', true],
            'an international one' => ['+39 347/123-4567', true],
            'with brackets' => ['(030) 1234567', true],
            'eight digits' => ['12345678', true],
            'seven digits' => ['1234567', false],
            'a country code alone' => ['+55', false],
            'nothing' => ['', false],
            'words' => ['call me 12345678', false],
            'a card number' => ['4111 1111 1111 1111 11', false],
            'two plus signs' => ['++39347123456', false],
        ];
    }

    public function test_the_last_value_wins(): void
    {
        $known = Contact::merge([], ['email' => 'Ada@Example.com', 'phone' => '347 1234567', 'country' => 'it']);
        self::assertSame('ada@example.com', $known['email']);
        self::assertSame('IT', $known['country']);
        $known = Contact::merge($known, ['phone' => '348 7654321']);
        self::assertSame('348 7654321', $known['phone']);
        self::assertSame('ada@example.com', $known['email']);
    }

    public function test_half_a_value_takes_nothing_away(): void
    {
        $known = ['phone' => '347 1234567', 'email' => 'ada@example.com'];
        self::assertSame($known, Contact::merge($known, ['phone' => '+3', 'email' => 'ada@']));
    }

    public function test_an_emptied_field_takes_its_value_back(): void
    {
        $known = Contact::merge(['phone' => '347 1234567'], ['phone' => ' ']);
        self::assertNull($known['phone']);
    }

    public function test_what_is_no_text_or_far_too_long_says_nothing(): void
    {
        $said = ['firstName' => ['x'], 'lastName' => str_repeat('a', 101)];
        self::assertSame([], Contact::merge([], $said));
    }

    public function test_markup_does_not_survive(): void
    {
        $known = Contact::merge([], ['firstName' => '<b>Ada</b><script>x</script>']);
        self::assertSame('Ada', $known['firstName']);
    }

    public function test_empty_fields_of_a_form_say_nothing(): void
    {
        self::assertSame(['phone' => '1'], Contact::withoutEmpty(['phone' => '1', 'email' => ' ', 'country' => []]));
    }

    public function test_a_guest_has_no_account(): void
    {
        self::assertNull(Contact::asTold([], 0)['customerId']);
        self::assertSame('7', Contact::asTold([], 7)['customerId']);
        self::assertSame(['customerId', 'email', 'phone', 'country', 'firstName', 'lastName'], array_keys(Contact::asTold([], 0)));
    }
}
