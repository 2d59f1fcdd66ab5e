package io.tocsin.api;

import io.tocsin.storage.DataBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** A backup of the data directory as a file. It holds secrets, and that somebody took it is in the audit log. */
@RestController
class BackupApi {

    /** Whether the database is in the file: {@code h2}, or {@code none} when it is a PostgreSQL. */
    static final String DATABASE_HEADER = "X-Tocsin-Database";

    private final DataBackup backup;

    BackupApi(DataBackup backup) {
        this.backup = backup;
    }

    @PostMapping("/api/tocsin/v1/backup")
    ResponseEntity<InputStreamResource> backup() throws IOException {
        Path file;
        try {
            file = backup.make();
        } catch (IOException e) {
            throw new ResponseStatusException(HttpStatus.INSUFFICIENT_STORAGE, e.getMessage(), e);
        }
        long length = Files.size(file);
        // What was sent, or cannot be sent any more, is gone from the disk.
        InputStreamResource content = new InputStreamResource(
                Files.newInputStream(file, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/zip"))
                .contentLength(length)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=tocsin-backup.zip")
                .header(DATABASE_HEADER, backup.holdsDatabase() ? "h2" : "none")
                .body(content);
    }
}
