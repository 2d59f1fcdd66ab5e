package io.tocsin.api.tocsin;

import io.tocsin.api.ApiReading;
import io.tocsin.contactpoint.ContactPointTester;
import io.tocsin.contactpoint.file.ContactPointProblem;
import io.tocsin.contactpoint.store.ContactPointDefinition;
import io.tocsin.web.contactpoints.ContactPointAddress;
import io.tocsin.web.contactpoints.ContactPointOperations;
import io.tocsin.web.contactpoints.ContactPointRow;
import io.tocsin.web.contactpoints.TestReport;
import java.security.Principal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Where messages go. Secrets go in, and never come out again. */
@RestController
@RequestMapping("/api/tocsin/v1/contact-points")
class ContactPointApi {

    private final ContactPointOperations operations;

    ContactPointApi(ContactPointOperations operations) {
        this.operations = operations;
    }

    /**
     * A contact point and how it does.
     *
     * @param target where it sends to, without what lets others send there
     * @param provisioned whether it comes from the file, where it is changed
     * @param waiting messages that are neither delivered nor given up
     */
    record ContactPointAnswer(
            String name, String type, String target, boolean provisioned, ContactPointStanding standing, long waiting) {

        static ContactPointAnswer of(ContactPointRow row) {
            return new ContactPointAnswer(
                    row.name(),
                    row.kind(),
                    row.target(),
                    row.isProvisioned() || row.isBuiltIn(),
                    new ContactPointStanding(
                            RuleJson.lower(row.health().state().name()),
                            row.health().since(),
                            row.health().lastSuccess(),
                            row.health().lastErrorAt(),
                            row.health().lastError()),
                    row.waiting());
        }
    }

    /** @param state {@code ok}, {@code failing}, {@code parked}, {@code disabled} or {@code unused} */
    record ContactPointStanding(
            String state,
            @Nullable Instant since,
            @Nullable Instant lastSuccess,
            @Nullable Instant lastErrorAt,
            String lastError) {}

    @GetMapping
    List<ContactPointAnswer> all() {
        return operations.rows().stream().map(ContactPointAnswer::of).toList();
    }

    @GetMapping("/{name}")
    ContactPointAnswer one(@PathVariable("name") String address) {
        return ContactPointAnswer.of(operations.row(ContactPointAddress.name(address)));
    }

    /** Makes it, or changes it; the body is what the file would say of it. Secrets that it leaves out stay as they were. */
    @PutMapping("/{name}")
    ContactPointAnswer save(
            @PathVariable("name") String address, @RequestBody Map<String, Object> body, Principal caller) {
        String name = ContactPointAddress.name(address);
        Map<String, Object> fields = new LinkedHashMap<>(body);
        if (!name.equals(fields.getOrDefault("name", name))) {
            throw ApiReading.bad("name differs from the address", null);
        }
        fields.put("name", name);
        if (operations.isProvisioned(name)) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "error.contact-point.provisioned");
        }
        List<ContactPointProblem> problems = operations.save(new ContactPointDefinition(fields), caller.getName());
        if (!problems.isEmpty()) {
            throw refused(problems);
        }
        return ContactPointAnswer.of(operations.row(name));
    }

    static ErrorResponseException refused(List<ContactPointProblem> problems) {
        List<String> texts = problems.stream().map(ContactPointProblem::message).toList();
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, String.join("; ", texts));
        problem.setProperty("problems", texts);
        return new ErrorResponseException(HttpStatus.UNPROCESSABLE_CONTENT, problem, null);
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable("name") String address, Principal caller) {
        operations.delete(ContactPointAddress.name(address), caller.getName());
    }

    /** @param check what the service said of the target without a message; empty when it said nothing */
    record TestAnswer(boolean success, String check, List<TestLine> messages) {

        static TestAnswer of(ContactPointTester.TestResult result) {
            TestReport report = TestReport.of(result);
            return new TestAnswer(
                    report.isSuccess(),
                    report.check(),
                    report.lines().stream()
                            .map(line -> new TestLine(
                                    RuleJson.lower(line.sample()), line.isDelivered(), line.outcome(), line.detail()))
                            .toList());
        }
    }

    /** @param sample {@code firing} or {@code resolved} */
    record TestLine(String sample, boolean delivered, String outcome, String detail) {}

    /** Sends the firing and the resolved sample. */
    @PostMapping("/{name}/test")
    Mono<TestAnswer> test(@PathVariable("name") String address, Principal caller) {
        return operations
                .test(ContactPointAddress.name(address), caller.getName())
                .map(TestAnswer::of);
    }

    /** Messages go there again, those that wait for it first. */
    @PostMapping("/{name}/enable")
    ContactPointAnswer enable(@PathVariable("name") String address, Principal caller) {
        return unpark(address, caller);
    }

    /** Lets messages that wait for it go on. */
    @PostMapping("/{name}/unpark")
    ContactPointAnswer unpark(@PathVariable("name") String address, Principal caller) {
        operations.unpark(ContactPointAddress.name(address), caller.getName());
        return one(address);
    }

    @PostMapping("/{name}/disable")
    ContactPointAnswer disable(@PathVariable("name") String address, Principal caller) {
        operations.disable(ContactPointAddress.name(address), caller.getName());
        return one(address);
    }

    /** Brings back one that was deleted within a day. */
    @PostMapping("/{name}/restore")
    ContactPointAnswer restore(@PathVariable("name") String address, Principal caller) {
        operations.restore(ContactPointAddress.name(address), caller.getName());
        return one(address);
    }
}
