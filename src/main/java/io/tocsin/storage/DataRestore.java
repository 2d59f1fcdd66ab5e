package io.tocsin.storage;

import io.tocsin.file.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Puts a backup into a data directory that nobody uses. What was there is kept beside it; the directory itself stays, for it may be
 * the root of a volume.
 */
public final class DataRestore {

    private static final String KNOWN = "about\\.txt|tocsin\\.mv\\.db|secret\\.key|log-store/segment-\\d+\\.log";
    private static final String UNPACKED = ".restoring";

    private DataRestore() {}

    /**
     * What was done.
     *
     * @param about what the backup says of itself
     * @param files what was put in place
     * @param kept where that is which was there before; empty when nothing was
     */
    public record RestoreReport(String about, List<String> files, String kept) {

        public RestoreReport {
            files = List.copyOf(files);
        }
    }

    /**
     * Unpacks the whole backup first, so that one that is cut off changes nothing.
     *
     * @param mark part of the name of the directory that keeps what was there
     * @throws IOException when it is no whole backup, or the directory is in use
     */
    public static RestoreReport run(Path backup, Path dataDir, String mark) throws IOException {
        Path directory = dataDir.toAbsolutePath().normalize();
        OwnerOnly.directory(directory);
        refuseInUse(directory.resolve(DataBackup.DATABASE));
        refuseInUse(directory.resolve(DataBackup.SEGMENTS).resolve("lock"));
        Path unpacked = directory.resolve(UNPACKED);
        delete(unpacked);
        OwnerOnly.directory(unpacked);
        List<String> files;
        try {
            files = unpack(backup, unpacked);
        } catch (IOException e) {
            delete(unpacked);
            throw e;
        }
        String about = Files.readString(unpacked.resolve(DataBackup.ABOUT));
        Files.delete(unpacked.resolve(DataBackup.ABOUT));
        String kept = keep(directory, mark);
        moveAll(unpacked, directory);
        Files.delete(unpacked);
        return new RestoreReport(about, files, kept);
    }

    /** A process that uses the file holds a lock on it. */
    private static void refuseInUse(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw inUse(file);
            }
        } catch (OverlappingFileLockException e) {
            throw inUse(file);
        }
    }

    private static IOException inUse(Path file) {
        return new IOException(file + " is in use; stop Tocsin first");
    }

    private static List<String> unpack(Path backup, Path target) throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(backup), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.getName().matches(KNOWN)) {
                    throw new IOException(backup + " is no backup of Tocsin: \"" + entry.getName() + "\" is in it");
                }
                names.add(entry.getName());
                write(zip, target.resolve(entry.getName()));
            }
        }
        if (!names.contains(DataBackup.ABOUT)) {
            throw new IOException(backup + " is no backup of Tocsin");
        }
        names.remove(DataBackup.ABOUT);
        return names;
    }

    private static void write(InputStream content, Path file) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            OwnerOnly.directory(parent);
        }
        Files.createFile(file, OwnerOnly.newFile(file));
        try (OutputStream out = Files.newOutputStream(file)) {
            content.transferTo(out);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static String keep(Path directory, String mark) throws IOException {
        List<Path> present = list(directory).stream()
                .filter(path -> !path.getFileName().toString().equals(UNPACKED))
                .filter(path -> !path.getFileName().toString().startsWith("before-restore-"))
                .toList();
        if (present.isEmpty()) {
            return "";
        }
        Path kept = directory.resolve("before-restore-" + mark);
        OwnerOnly.directory(kept);
        for (Path path : present) {
            Files.move(path, kept.resolve(path.getFileName()));
        }
        return kept.toString();
    }

    private static void moveAll(Path from, Path to) throws IOException {
        for (Path path : list(from)) {
            Files.move(path, to.resolve(path.getFileName()));
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> below = Files.walk(directory)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
