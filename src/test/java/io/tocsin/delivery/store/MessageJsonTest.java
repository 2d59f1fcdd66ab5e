package io.tocsin.delivery.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.message.Message;
import io.tocsin.message.TestMessages;
import org.junit.jupiter.api.Test;

class MessageJsonTest {

    private final MessageJson json = new MessageJson();

    @Test
    void readsWhatItWrote() {
        Message message =
                TestMessages.firing("job_alarm", TestMessages.alert("server1"), TestMessages.resolvedAlert("server2"));

        Message read = json.read(json.write(message));

        assertThat(read).isEqualTo(message);
    }

    @Test
    void ignoresFieldsOfANewerVersion() {
        Message message = TestMessages.firing("job_alarm", TestMessages.alert("server1"));
        String newer = json.write(message).replaceFirst("\\{", "{\"invented\":1,");

        assertThat(json.read(newer)).isEqualTo(message);
    }
}
