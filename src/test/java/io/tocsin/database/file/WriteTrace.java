package io.tocsin.database.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was done to some files, in order, so that a test can say what is left of them when the power goes: what
 * was forced, and of the rest whatever the device liked to write first.
 */
public final class WriteTrace {

    /** What a device writes as a whole. */
    private static final int SECTOR_BYTES = 512;

    private final List<Step> steps = new ArrayList<>();

    /** What survives of that which was not forced. */
    public enum Loss {
        NOTHING_LOST,
        ALL_LOST,
        NEWEST_FIRST,
        SOME_WRITES,
        SOME_SECTORS
    }

    /** A write of bytes, a new length when there are none, or a mark of the test's when there is no file. */
    private record Step(String file, long position, byte @Nullable [] bytes, boolean isForce, long mark) {}

    public synchronized void write(String file, long position, byte[] bytes) {
        steps.add(new Step(file, position, bytes, false, -1));
    }

    public synchronized void truncate(String file, long length) {
        steps.add(new Step(file, length, null, false, -1));
    }

    public synchronized void force(String file) {
        steps.add(new Step(file, 0, null, true, -1));
    }

    /** From here on, this much is promised to survive. */
    public synchronized void promise(long mark) {
        steps.add(new Step("", 0, null, false, mark));
    }

    public synchronized int size() {
        return steps.size();
    }

    /** What had been promised before this step; -1: nothing. */
    public long promisedAt(int cut) {
        for (int i = cut - 1; i >= 0; i--) {
            if (steps.get(i).mark >= 0) {
                return steps.get(i).mark;
            }
        }
        return -1;
    }

    /** Writes the files as they are found after the power went before this step. */
    public void restore(int cut, Loss loss, Random random, Path directory) throws IOException {
        Map<String, Contents> files = new LinkedHashMap<>();
        for (Step step : steps.subList(0, cut)) {
            if (step.mark < 0) {
                files.computeIfAbsent(step.file, name -> new Contents()).add(step);
            }
        }
        for (Map.Entry<String, Contents> file : files.entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue().after(loss, random));
        }
    }

    private static final class Contents {

        private byte[] forced = new byte[0];
        private final List<Step> pending = new ArrayList<>();

        void add(Step step) {
            if (!step.isForce) {
                pending.add(step);
                return;
            }
            pending.forEach(this::apply);
            pending.clear();
        }

        private void apply(Step step) {
            byte[] bytes = step.bytes;
            if (bytes == null) {
                forced = Arrays.copyOf(forced, (int) step.position);
            } else {
                put((int) step.position, bytes, 0, bytes.length);
            }
        }

        private void put(int position, byte[] bytes, int from, int length) {
            if (forced.length < position + length) {
                forced = Arrays.copyOf(forced, position + length);
            }
            System.arraycopy(bytes, from, forced, position, length);
        }

        byte[] after(Loss loss, Random random) {
            for (int i = 0; i < pending.size(); i++) {
                Step step = pending.get(i);
                boolean isWhole = switch (loss) {
                    case NOTHING_LOST -> true;
                    case ALL_LOST, SOME_SECTORS -> false;
                    case NEWEST_FIRST -> i >= pending.size() / 2;
                    case SOME_WRITES -> random.nextBoolean();
                };
                if (isWhole) {
                    apply(step);
                } else if (loss == Loss.SOME_SECTORS) {
                    applySome(step, random);
                }
            }
            return forced;
        }

        private void applySome(Step step, Random random) {
            byte[] bytes = step.bytes;
            if (bytes == null) {
                if (random.nextBoolean()) {
                    apply(step);
                }
                return;
            }
            for (int from = 0; from < bytes.length; from += SECTOR_BYTES) {
                if (random.nextInt(4) > 0) {
                    put((int) step.position + from, bytes, from, Math.min(SECTOR_BYTES, bytes.length - from));
                }
            }
        }
    }

    /** A scheme of H2's file system, {@code trace:}, under which every file is recorded here. */
    public void register() {
        TracedPath.trace = this;
        FilePath.register(new TracedPath());
    }

    /** The path of the scheme; H2 makes it by reflection. */
    public static final class TracedPath extends FilePathWrapper {

        private static @Nullable WriteTrace trace;

        @Override
        public String getScheme() {
            return "trace";
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            String name = getBase().getName();
            return new TracedFile(getBase().open(mode), name, trace);
        }
    }

    private static final class TracedFile extends ForwardingFile {

        private final String name;
        private final WriteTrace trace;

        TracedFile(FileChannel file, String name, WriteTrace trace) {
            super(file);
            this.name = name;
            this.trace = trace;
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            int written = super.write(bytes, position);
            trace.write(name, position, Arrays.copyOf(copy, written));
            return written;
        }

        @Override
        protected void implTruncate(long length) throws IOException {
            super.implTruncate(length);
            trace.truncate(name, length);
        }

        @Override
        public void force(boolean metaData) {
            trace.force(name);
        }
    }
}
