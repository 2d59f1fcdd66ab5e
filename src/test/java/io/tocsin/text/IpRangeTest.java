package io.tocsin.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpRangeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.3.4",
                "0.0.0.0/0",
                "10.0.0.0/8",
                "1.1.1.1-1.1.1.2",
                "::",
                "::1",
                "2001:db8::/32",
                "::1-::2",
                "1:2:3:4:5:6:7:8",
                "::ffff:1.2.3.4",
                "fe80::1%eth0"
            })
    void takesAddressesBlocksAndRanges(String pattern) {
        assertThat(IpRange.parse(pattern)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.4/33",
                "1.2.3.4/08",
                "1.1.1.2-1.1.1.1",
                "1.1.1.1-::1",
                "::1::2",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "g::",
                "1.2.3.4 - 1.2.3.5",
                "fe80::1%",
                "/8"
            })
    void refusesWhatIsNoAddress(String pattern) {
        assertThat(IpRange.parse(pattern)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "1.1.1.1-1.1.1.3, 1.1.1.2, true",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "::/0, 1.2.3.4, false",
        "fe80::1%eth0, fe80::1, false",
        "::/0, fe80::1%eth0, false",
        "0.0.0.0/0, x, false"
    })
    void knowsWhatItHolds(String range, String address, boolean holds) {
        assertThat(IpRange.parse(range)).isNotNull().matches(parsed -> parsed.contains(address) == holds);
    }
}
