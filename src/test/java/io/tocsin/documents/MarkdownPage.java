package io.tocsin.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A document: its blocks of code, its headings and its links. */
public final class MarkdownPage {

    private static final Pattern FENCE = Pattern.compile("( *)```(.*)");
    private static final Pattern HEADING = Pattern.compile("(#{1,6}) (.+)");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+)=(\\S+)");

    private final Path file;
    private final List<Block> blocks = new ArrayList<>();
    private final Set<String> anchors = new LinkedHashSet<>();
    private final List<Integer> headings = new ArrayList<>();
    private final List<String> links = new ArrayList<>();
    private final List<String> codes = new ArrayList<>();
    private final StringBuilder prose = new StringBuilder();

    /**
     * What stands between two fences.
     *
     * @param language the first word behind the fence; empty: none
     * @param attributes {@code file=…} and the like behind the language
     * @param line of the fence, 1-based
     * @param page where it stands
     */
    public record Block(String language, Map<String, String> attributes, int line, Path page, String text) {

        @Override
        public String toString() {
            return page + ":" + line + " (" + language + ")";
        }

        /** As a program reads it: without comments, and so equal in every language of people. */
        public String withoutRemarks() {
            return text.replaceAll("(?m)(^|\\s+)(#|//|--|;) .*$", "").replaceAll("(?m)^\\s*\\n", "");
        }
    }

    public MarkdownPage(Path file) {
        this.file = file;
        try {
            read(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every document of the repository. */
    public static List<MarkdownPage> all() {
        List<Path> files = new ArrayList<>();
        for (String root : List.of("", "bench", "helm/tocsin")) {
            try (Stream<Path> own = Files.list(Path.of(root).toAbsolutePath())) {
                own.filter(path -> path.toString().endsWith(".md"))
                        .map(path -> Path.of("").toAbsolutePath().relativize(path))
                        .forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        try (Stream<Path> below = Files.walk(Path.of("docs"))) {
            below.filter(path -> path.toString().endsWith(".md")).forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.stream()
                .sorted(Comparator.comparing(Path::toString))
                .map(MarkdownPage::new)
                .toList();
    }

    private void read(List<String> lines) {
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            if (fence.matches()) {
                i = readBlock(lines, i, fence);
                continue;
            }
            Matcher heading = HEADING.matcher(lines.get(i));
            if (heading.matches()) {
                headings.add(heading.group(1).length());
                String anchor = anchor(heading.group(2));
                int number = seen.merge(anchor, 1, Integer::sum);
                anchors.add(number == 1 ? anchor : anchor + "-" + (number - 1));
            }
            Matcher code = CODE.matcher(lines.get(i));
            while (code.find()) {
                codes.add(code.group(1));
            }
            Matcher link = LINK.matcher(CODE.matcher(lines.get(i)).replaceAll("code"));
            while (link.find()) {
                links.add(link.group(1));
            }
            prose.append(lines.get(i)).append('\n');
        }
    }

    private int readBlock(List<String> lines, int begin, Matcher fence) {
        String indent = fence.group(1);
        String[] information = fence.group(2).strip().split(" ", 2);
        Map<String, String> attributes = new LinkedHashMap<>();
        Matcher attribute = ATTRIBUTE.matcher(information.length > 1 ? information[1] : "");
        while (attribute.find()) {
            attributes.put(attribute.group(1), attribute.group(2));
        }
        StringBuilder text = new StringBuilder();
        int end = begin + 1;
        while (!lines.get(end).equals(indent + "```")) {
            String line = lines.get(end);
            text.append(line.startsWith(indent) ? line.substring(indent.length()) : line.strip())
                    .append('\n');
            end++;
        }
        blocks.add(new Block(information[0], attributes, begin + 1, file, text.toString()));
        return end;
    }

    /** As GitHub makes it of a heading. */
    private static String anchor(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
                .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                .replace(' ', '-');
    }

    public Path file() {
        return file;
    }

    /** The folder that its links start from. */
    public Path directory() {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    public List<Block> blocks() {
        return List.copyOf(blocks);
    }

    public List<Block> blocks(String language) {
        return blocks.stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    Set<String> anchors() {
        return anchors;
    }

    /** The level of each heading, in their order. */
    List<Integer> headings() {
        return headings;
    }

    List<String> links() {
        return links;
    }

    /** What stands in backticks. */
    List<String> codes() {
        return codes;
    }

    /** All but the blocks. */
    String prose() {
        return prose.toString();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
