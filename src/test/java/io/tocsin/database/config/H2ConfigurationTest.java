package io.tocsin.database.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which databases are files that this process keeps small. */
class H2ConfigurationTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "jdbc:h2:file:/data/tocsin", "jdbc:h2:/data/tocsin", "jdbc:h2:~/tocsin;WRITE_DELAY=0"})
    void keepsFilesSmall(String url) {
        assertThat(H2Configuration.isFileOfThisProcess(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:x", "jdbc:h2:tcp://server/x", "jdbc:postgresql://server/x"})
    void leavesAloneWhatIsNoFileOfThisProcess(String url) {
        assertThat(H2Configuration.isFileOfThisProcess(url)).isFalse();
    }
}
