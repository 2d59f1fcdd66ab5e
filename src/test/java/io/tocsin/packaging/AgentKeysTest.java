package io.tocsin.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Readers that let everything through would make the test of the documents worth nothing. */
class AgentKeysTest {

    @Test
    void readsVectorsTablesByTheirType() {
        assertThat(AgentKeys.ofVector("""
                [sources.mine]
                type = "file"
                # A comment.
                include = ["a", 'b']

                [sinks.out]
                type = "loki"
                inputs = ["mine"]
                labels.anything = "x"
                """))
                .containsExactly(
                        "sinks.loki.inputs",
                        "sinks.loki.labels.*",
                        "sinks.loki.type",
                        "sources.file.include",
                        "sources.file.type");
    }

    @Test
    void refusesWhatVectorWouldNotRead() {
        for (String wrong : new String[] {
            "type = \"file\"\n",
            "[sources.a]\ninclude = [\"x\"]\n",
            "[sources.a]\ntype = file\n",
            "[sources.a]\ntype = \"file\"\ninclude = [\"x\"\n",
            "[sources.a]\ntype = \"file\"\n[sources.a]\ntype = \"file\"\n",
            "[sinks.a]\ntype = \"loki\"\ninputs = [\"nobody\"]\n",
        }) {
            assertThatThrownBy(() -> AgentKeys.ofVector(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void readsFluentBitsSectionsByTheirPlugin() {
        assertThat(AgentKeys.ofFluentBit("[INPUT]\n    name  tail\n    Path  /a/*.log\n"))
                .containsExactly("input.tail.name", "input.tail.path");
        assertThatThrownBy(() -> AgentKeys.ofFluentBit("[INPUT]\n    path  /a/*.log\n"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AgentKeys.ofFluentBit("[INPUT]\n    name\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsSyslogNgsOptionsWhereTheyStand() {
        assertThat(AgentKeys.ofSyslogNg("""
                @version: 3.38
                source s { file("/a(b" flags(no-parse) multi-line-timeout(3)); };
                destination d { http(url("http://x/")); };
                log { source(s); destination(d); };
                """))
                .containsExactly(
                        "destination.http",
                        "destination.http.url",
                        "log.destination",
                        "log.source",
                        "source.file",
                        "source.file.flags",
                        "source.file.multi-line-timeout");
        assertThatThrownBy(() -> AgentKeys.ofSyslogNg("source s { file(\"a\"; };"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AgentKeys.ofSyslogNg("source s { file(\"a) };"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsTheOptionsOfDockersDriver() {
        assertThat(AgentKeys.ofDockersDriver(
                        "docker run --log-driver loki --log-opt mode=x --log-opt \"loki-url=http://y z\" nginx"))
                .containsExactly("loki-url", "mode");
        assertThatThrownBy(() -> AgentKeys.ofDockersDriver("docker run --log-opt mode nginx"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
