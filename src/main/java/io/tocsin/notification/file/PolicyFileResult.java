package io.tocsin.notification.file;

import io.tocsin.notification.Policies;
import io.tocsin.yaml.FileProblem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of reading a policies file: either policies or problems. */
public record PolicyFileResult(@Nullable Policies read, List<FileProblem> problems) {

    public PolicyFileResult {
        problems = List.copyOf(problems);
    }

    /** Empty when there is any problem. */
    public Optional<Policies> policies() {
        return Optional.ofNullable(read);
    }
}
