package io.tocsin.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    static Stream<Arguments> secrets() {
        return Stream.of(
                Arguments.of("login failed password=hunter2 user=kim", "login failed password=*** user=kim"),
                Arguments.of("password=a,b&c;d\"e end", "password=*** end"),
                Arguments.of("PASSWORD: hunter2", "PASSWORD: ***"),
                Arguments.of("db.password='two words' ok", "db.password=*** ok"),
                Arguments.of("{\"password\":\"hun\\\"ter2\",\"user\":\"kim\"}", "{\"password\":***,\"user\":\"kim\"}"),
                Arguments.of("{\"password\": \"hunter2\", \"n\": 1}", "{\"password\": ***, \"n\": 1}"),
                Arguments.of("msg=\"{\\\"password\\\":\\\"hunter2\\\"}\"", "msg=\"{\\\"password\\\":***}\""),
                Arguments.of(
                        "{\"m\":\"{\\\"secret\\\": \\\"a\\\\\\\"b\\\", \\\"n\\\":1}\"}",
                        "{\"m\":\"{\\\"secret\\\": ***, \\\"n\\\":1}\"}"),
                Arguments.of("비밀번호=비밀1234 입력", "비밀번호=*** 입력"),
                Arguments.of("GET /x?access_token=abc123 HTTP/1.1", "GET /x?access_token=*** HTTP/1.1"),
                Arguments.of("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG", "aws_secret_access_key = ***"),
                Arguments.of("api-key: 12345 next", "api-key: *** next"),
                Arguments.of("mysql --password hunter2 -h db", "mysql --password *** -h db"),
                Arguments.of("Authorization: Bearer abc.def-ghi", "Authorization: ***"),
                Arguments.of("Authorization: Basic dXNlcjpwYXNz", "Authorization: ***"),
                Arguments.of("authorization: Digest username=\"kim\", response=\"6629fae\"", "authorization: ***"),
                Arguments.of("\"Authorization\":\"Bearer abc\",\"x\":1", "\"Authorization\":***,\"x\":1"),
                Arguments.of("sent bearer abcdef123456 to api", "sent bearer *** to api"),
                Arguments.of("Set-Cookie: JSESSIONID=abc; Path=/", "Set-Cookie: ***"),
                Arguments.of("jdbc:postgresql://app:s3cret@db:5432/x", "jdbc:postgresql://***@db:5432/x"),
                Arguments.of("redis://:s3cr@t@cache:6379", "redis://***@cache:6379"),
                Arguments.of(
                        "POST https://hooks.slack.com/services/T0/B0/xyz failed",
                        "POST https://hooks.slack.com/services/*** failed"),
                Arguments.of(
                        "POST https://discord.com/api/v10/webhooks/123/tok-en 404",
                        "POST https://discord.com/api/v10/webhooks/*** 404"),
                Arguments.of("jwt eyJhbGciOi.eyJzdWIiOi.SflKxwRJ seen", "jwt *** seen"),
                Arguments.of("key AKIAIOSFODNN7EXAMPLE used", "key *** used"),
                Arguments.of("push with ghp_abcdefghijklmnopqrstuvwxyz0123456789", "push with ***"),
                Arguments.of("mail to kim.cs+x@example.co.kr bounced", "mail to *** bounced"),
                Arguments.of("메일 홍길동@예시.한국 반송", "메일 *** 반송"),
                Arguments.of("card 4111 1111 1111 1111 declined", "card *** declined"),
                Arguments.of("card 4111-1111-1111-1111, 378282246310005;", "card ***, ***;"),
                Arguments.of("id 12 4111111111111111 34", "id 12 *** 34"),
                Arguments.of("주민번호 900101-1234567 확인", "주민번호 *** 확인"),
                Arguments.of(
                        "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY----- end", "*** end"),
                Arguments.of("-----BEGIN PRIVATE KEY-----\nMIIE", "***"));
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void hidesSecrets(String line, String redacted) {
        assertThat(Redaction.STANDARD.apply(line)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-18T11:55:30.931+09:00 ERROR connection refused to 10.0.0.1:5432",
                "took 1794999600000 ms, id 1794999600123456789",
                "prompt_tokens=120 completion_tokens=3",
                "order 1234567890123456 shipped",
                "user kim is not authorized",
                "the token expired",
                "GET /users/@me HTTP/1.1",
                "at java.base/java.lang.Thread.run(Thread.java:1583)",
                "OCR 서비스 오류: 페이지를 찾을 수 없습니다"
            })
    void leavesOrdinaryLinesAlone(String line) {
        assertThat(Redaction.STANDARD.apply(line)).isEqualTo(line);
    }

    @Test
    void hidesWhatIsConfiguredToo() {
        Redaction redaction = Redaction.STANDARD.with(List.of(RedactionRule.of("member number", "M-\\d{4}")));

        assertThat(redaction.apply("M-1234 password=x")).isEqualTo("*** password=***");
        assertThat(Redaction.STANDARD.apply("M-1234")).isEqualTo("M-1234");
    }
}
