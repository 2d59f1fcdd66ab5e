package io.tocsin.logql.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogqlLexerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "sum(; SUM (",
                "sum by (; SUM by (",
                "sum BY(; SUM by (",
                "sum byte (; IDENTIFIER:sum IDENTIFIER:byte (",
                "sum; IDENTIFIER:sum",
                "SUM (; SUM (",
                "ip (; ip (",
                "ip =; IDENTIFIER:ip =",
                "bytes(; BYTES_CONV (",
                "Or And; or and",
                "5m; DURATION:PT5M",
                "-5m; DURATION:PT-5M",
                "- 5m; - DURATION:PT5M",
                "-5; - NUMBER:5",
                "-0; DURATION:PT0S",
                "1h1h; DURATION:PT2H",
                "1.5h; DURATION:PT1H30M",
                "1d; DURATION:PT24H",
                "1.5d; NUMBER:1.5 IDENTIFIER:d",
                "10kB; BYTES:10000",
                "1KiB; BYTES:1024",
                "5M; BYTES:5000000",
                "1kb; BYTES:1000 IDENTIFIER:b",
                "0x1F; NUMBER:0x1F",
                "1_000; NUMBER:1_000",
                ".5; NUMBER:.5",
                "1e3; NUMBER:1e3",
                "[5m]; RANGE:PT5M",
                "[0]; RANGE:PT0S",
                "--strict; FUNCTION_FLAG:--strict",
                "--stricter; - - IDENTIFIER:stricter",
                "|=|~|>|; |= |~ |> |",
                "a!=b; IDENTIFIER:a != IDENTIFIER:b",
                "! =; IDENTIFIER:! =",
                "a # b; IDENTIFIER:a",
                "a // b; IDENTIFIER:a",
                "a /* b */ c; IDENTIFIER:a IDENTIFIER:c",
                "a / b; IDENTIFIER:a / IDENTIFIER:b",
                "한글; IDENTIFIER:한글",
                "@; IDENTIFIER:@",
                "'x'; IDENTIFIER:'x'",
                "`a\\n`; STRING:a\\n",
                "\"a\\u0041\\x42\\103\"; STRING:aABC",
            })
    void splitsAsLokiDoes(String query, String tokens) {
        LexedQuery lexed = LogqlLexer.lex(query);

        assertThat(lexed.errors()).isEmpty();
        assertThat(lexed.lexemes().stream()
                        .limit(lexed.lexemes().size() - 1L)
                        .map(LogqlLexerTest::describe)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(tokens);
    }

    private static String describe(Lexeme lexeme) {
        return switch (lexeme.type()) {
            case IDENTIFIER, STRING, NUMBER, FUNCTION_FLAG -> lexeme.type() + ":" + lexeme.text();
            case DURATION, RANGE -> lexeme.type() + ":" + lexeme.duration();
            case BYTES -> lexeme.type() + ":" + lexeme.bytes();
            default -> lexeme.type().displayName();
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "0B; decimal literal has no digits",
                "0x; hexadecimal literal has no digits",
                "1e; exponent has no digits",
                "08; invalid digit '8' in octal literal",
                "1__0; '_' must separate successive digits",
                "0x1.8; hexadecimal mantissa requires a 'p' exponent",
                "\"a; literal not terminated",
                "`a; literal not terminated",
                "\"\\q\"; invalid char escape",
                "\"\\U00110000\"; invalid syntax",
                "'ab'; invalid char literal",
                "/* a; comment not terminated",
                "[5m; missing closing ']' in duration",
                "[]; empty duration string",
                "[5x]; unknown unit \"x\" in duration \"5x\"",
                "[1m1h]; not a valid duration string: \"1m1h\"",
                "[300y]; duration out of range",
            })
    void saysWhatIsNoToken(String query, String problem) {
        assertThat(LogqlLexer.lex(query).errors().get(0).message()).isEqualTo(problem);
    }

    @Test
    void countsColumnsInCodePointsAndIgnoresAByteOrderMark() {
        LexedQuery lexed = LogqlLexer.lex("\ufeff😀 x\n  y");

        assertThat(lexed.lexemes().get(1).position().toString()).isEqualTo("1:4");
        assertThat(lexed.lexemes().get(2).position().toString()).isEqualTo("2:3");
    }
}
