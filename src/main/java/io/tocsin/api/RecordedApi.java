package io.tocsin.api;

import io.tocsin.evaluation.recording.RecordedText;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The series of recording rules, for a Prometheus that scrapes them. */
@RestController
class RecordedApi {

    private final RecordedText recorded;

    RecordedApi(RecordedText recorded) {
        this.recorded = recorded;
    }

    @GetMapping(path = "/api/tocsin/v1/recorded", produces = "text/plain; version=0.0.4; charset=utf-8")
    String recorded() {
        return recorded.print();
    }
}
