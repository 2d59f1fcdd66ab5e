package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.start.CannotStartException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityPropertiesTest {

    @Test
    void refusesAShortPasswordAndAShortToken() {
        assertThatThrownBy(() -> new SecurityProperties("short", "", false, false))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("TOCSIN_ADMIN_PASSWORD")
                .hasMessageNotContaining("short,");
        assertThatThrownBy(() -> new SecurityProperties("", "fifteen-chars-x", false, false))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("TOCSIN_API_TOKEN");
    }

    @Test
    void theDemoIsForThisMachineOnly() {
        assertThat(reach("127.0.0.1", "", LoopbackFree.AUTO, true).isForThisMachineOnly())
                .isTrue();
        assertThatThrownBy(() -> reach("0.0.0.0", "", LoopbackFree.AUTO, true))
                .isInstanceOf(CannotStartException.class);
        assertThatThrownBy(() -> reach("127.0.0.1", "https://tocsin.example", LoopbackFree.AUTO, true))
                .isInstanceOf(CannotStartException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, '',                        AUTO, true",
        "localhost, http://localhost:8080,     AUTO, true",
        "::1,       http://127.0.0.1:8080/x,   AUTO, true",
        "127.0.0.1, https://tocsin.example,    AUTO, false",
        "127.0.0.1, tocsin.example,            AUTO, false",
        "0.0.0.0,   '',                        AUTO, false",
        "0.0.0.0,   '',                        ON,   true",
        "127.0.0.1, '',                        OFF,  false",
    })
    void localProgramsAreFreeWhereNobodyElseIsMeantToCome(
            String address, String externalUrl, LoopbackFree free, boolean isOpen) {
        assertThat(LocalPrograms.isOpen(reach(address, externalUrl, free, false)))
                .isEqualTo(isOpen);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/alerts?q=a%20b          | /alerts?q=a%20b",
                "//evil.example           | /",
                "/\\evil.example          | /",
                "https://evil.example     | /",
                "javascript:alert(1)      | /",
                "/login?next=/login       | /",
                "/a\tb                    | /",
                "''                       | /",
            })
    void afterTheLoginNobodyIsSentElsewhere(String wanted, String expected) {
        assertThat(WantedPage.local(wanted)).isEqualTo(expected);
        assertThat(WantedPage.local(null)).isEqualTo("/");
        assertThat(WantedPage.local("/a\r\nSet-Cookie: x")).isEqualTo("/");
    }

    private static ReachProperties reach(String address, String externalUrl, LoopbackFree free, boolean isDemo) {
        return new ReachProperties(address, externalUrl, free, List.of(), new ReachProperties.Tls("", ""), isDemo);
    }
}
