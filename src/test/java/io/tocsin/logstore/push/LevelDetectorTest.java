package io.tocsin.logstore.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.label.Labels;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelDetectorTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2026-11-18 ERROR [ocr] failed|error",
                "[WARNING] disk|warn",
                "terror at night|unknown",
                "misc:error here|unknown",
                "error: first, then info|error",
                "infos but debug|debug",
                "a [err] b|error",
                "{\"level\":\"WARN\",\"msg\":\"an error\"}|warn",
                "{\"a\":{\"severity\":\"fatal\"}}|fatal",
                "{\"a\":{\"b\":{\"level\":\"fatal\"}}}|fatal",
                "{\"a\":{\"b\":{\"level\":\"fata\"}}}|unknown",
                "{\"level\":5,\"msg\":\"x\"}|unknown",
                "{\"level\":\"dbg\" broken}|debug",
                "{broken \"level\":\"error\"}|error",
                "level=inf msg=\"an error\"|info",
                "lvl=error level=debug|debug",
                "msg=a=b level=inf|unknown",
                "LeVeL=trc|trace",
                "level=\"warn\" x|warn",
                "level=notice error|error",
                "no level at all|unknown"
            })
    void readsTheLine(String line, String level) {
        String detected = LevelDetector.detect(Labels.empty(), Labels.empty(), bytes(line));

        assertThat(detected).isEqualTo(level);
    }

    @Test
    void prefersLabelsThenMetadataThenTheLine() {
        byte[] line = bytes("level=error");

        assertThat(LevelDetector.detect(Labels.of("level", "Warning"), Labels.of("level", "debug"), line))
                .isEqualTo("warn");
        assertThat(LevelDetector.detect(Labels.empty(), Labels.of("severity", "custom"), line))
                .isEqualTo("custom");
        assertThat(LevelDetector.detect(Labels.empty(), Labels.of("severity_number", "17"), line))
                .isEqualTo("error");
        assertThat(LevelDetector.detect(Labels.empty(), Labels.of("severity_number", "9"), line))
                .isEqualTo("info");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
