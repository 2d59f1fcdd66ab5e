package io.tocsin.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {

    private record Settings(String name, Secret token) {}

    @Test
    void printsAsStarsAlsoInsideARecord() {
        Settings settings = new Settings("loki", new Secret("s3cr3t"));

        assertThat(settings.toString()).isEqualTo("Settings[name=loki, token=***]");
    }

    @Test
    void revealsItsTextOnPurpose() {
        assertThat(new Secret("s3cr3t").reveal()).isEqualTo("s3cr3t");
    }

    @Test
    void isEqualToTheSameTextOnly() {
        assertThat(new Secret("비밀")).isEqualTo(new Secret("비밀")).hasSameHashCodeAs(new Secret("비밀"));
        assertThat(new Secret("비밀")).isNotEqualTo(new Secret("비밀번호")).isNotEqualTo("비밀");
    }

    @Test
    void knowsWhetherItIsEmpty() {
        assertThat(new Secret("").isEmpty()).isTrue();
        assertThat(new Secret(" ").isEmpty()).isFalse();
    }
}
