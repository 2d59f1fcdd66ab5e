package io.tocsin.text;

import org.jspecify.annotations.Nullable;

/**
 * One IP address, a range {@code a-b} or a network {@code a/bits}, in the forms that Go's netip accepts. An address with a zone
 * equals no other.
 */
public final class IpRange {

    private final Address first;
    private final Address last;

    private IpRange(Address first, Address last) {
        this.first = first;
        this.last = last;
    }

    /** The range, or null if the text is none of the three forms. */
    public static @Nullable IpRange parse(String text) {
        int zone = text.indexOf('%');
        Address single = Address.parse(zone < 0 ? text : text.substring(0, zone));
        if (single != null && zone < 0) {
            return new IpRange(single, single);
        }
        if (single != null && !single.isV4() && zone < text.length() - 1) {
            return new IpRange(Address.HIGHEST, Address.LOWEST);
        }
        int slash = text.indexOf('/');
        if (slash >= 0) {
            return network(text.substring(0, slash), text.substring(slash + 1));
        }
        int dash = text.indexOf('-');
        Address from = dash < 0 ? null : Address.parse(text.substring(0, dash));
        Address to = dash < 0 ? null : Address.parse(text.substring(dash + 1));
        if (from == null || to == null || from.isV4() != to.isV4() || from.compareTo(to) > 0) {
            return null;
        }
        return new IpRange(from, to);
    }

    private static @Nullable IpRange network(String address, String bitsText) {
        Address base = Address.parse(address);
        boolean isNumber = bitsText.matches("0|[1-9][0-9]{0,2}");
        if (base == null || !isNumber) {
            return null;
        }
        int bits = Integer.parseInt(bitsText);
        if (bits > (base.isV4() ? 32 : 128)) {
            return null;
        }
        return new IpRange(base.networkStart(bits), base.networkEnd(bits));
    }

    /** Whether the text is an address of the range. */
    public boolean contains(String text) {
        Address address = Address.parse(text);
        return address != null
                && address.isV4() == first.isV4()
                && address.compareTo(first) >= 0
                && address.compareTo(last) <= 0;
    }

    private record Address(long high, long low, boolean isV4) implements Comparable<Address> {

        private static final int GROUPS = 8;
        private static final Address LOWEST = new Address(0, 0, false);
        private static final Address HIGHEST = new Address(-1, -1, false);

        static @Nullable Address parse(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '.') {
                    return parseV4(text);
                }
                if (c == ':') {
                    return parseV6(text);
                }
            }
            return null;
        }

        private static @Nullable Address parseV4(String text) {
            long value = v4Value(text);
            return value < 0 ? null : new Address(0, value, true);
        }

        private static long v4Value(String text) {
            String[] parts = text.split("\\.", -1);
            if (parts.length != 4) {
                return -1;
            }
            long value = 0;
            for (String part : parts) {
                boolean isWellFormed = !part.isEmpty()
                        && part.length() <= 3
                        && part.chars().allMatch(c -> c >= '0' && c <= '9')
                        && (part.length() == 1 || part.charAt(0) != '0');
                int number = isWellFormed ? Integer.parseInt(part) : 256;
                if (number > 255) {
                    return -1;
                }
                value = value << 8 | number;
            }
            return value;
        }

        private static @Nullable Address parseV6(String text) {
            int gap = text.indexOf("::");
            if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
                return null;
            }
            int[] groups = new int[GROUPS];
            String head = gap < 0 ? text : text.substring(0, gap);
            String tail = gap < 0 ? "" : text.substring(gap + 2);
            int headCount = readGroups(head, groups, 0, gap < 0);
            if (headCount < 0) {
                return null;
            }
            int[] tailGroups = new int[GROUPS];
            int tailCount = readGroups(tail, tailGroups, 0, true);
            if (tailCount < 0 || (gap < 0 ? headCount != GROUPS : headCount + tailCount >= GROUPS)) {
                return null;
            }
            System.arraycopy(tailGroups, 0, groups, GROUPS - tailCount, tailCount);
            return fromGroups(groups);
        }

        private static Address fromGroups(int[] groups) {
            long high = 0;
            long low = 0;
            for (int i = 0; i < GROUPS; i++) {
                if (i < GROUPS / 2) {
                    high = high << 16 | groups[i];
                } else {
                    low = low << 16 | groups[i];
                }
            }
            return new Address(high, low, false);
        }

        /** The number of groups read, or -1 if the text is malformed. */
        private static int readGroups(String text, int[] groups, int from, boolean mayEndInV4) {
            if (text.isEmpty()) {
                return 0;
            }
            int count = from;
            String[] parts = text.split(":", -1);
            for (int i = 0; i < parts.length; i++) {
                String part = parts[i];
                if (i == parts.length - 1 && mayEndInV4 && part.indexOf('.') >= 0) {
                    long v4 = v4Value(part);
                    if (v4 < 0 || count + 2 > GROUPS) {
                        return -1;
                    }
                    groups[count++] = (int) (v4 >> 16);
                    groups[count++] = (int) (v4 & 0xffff);
                } else if (part.matches("[0-9a-fA-F]{1,4}") && count < GROUPS) {
                    groups[count++] = Integer.parseInt(part, 16);
                } else {
                    return -1;
                }
            }
            return count;
        }

        /** The lowest address of the network with so many leading bits. */
        Address networkStart(int bits) {
            return new Address(high & highMask(bits), low & lowMask(bits), isV4);
        }

        /** The highest address of the network with so many leading bits. */
        Address networkEnd(int bits) {
            long width = isV4 ? 0xffffffffL : -1L;
            return new Address(isV4 ? 0 : high | ~highMask(bits), (low | ~lowMask(bits)) & width, isV4);
        }

        private long highMask(int bits) {
            return isV4 ? 0 : bits >= 64 ? -1L : bits == 0 ? 0 : -1L << (64 - bits);
        }

        private long lowMask(int bits) {
            if (isV4) {
                return bits == 0 ? 0 : (0xffffffffL << (32 - bits)) & 0xffffffffL;
            }
            return bits <= 64 ? 0 : -1L << (128 - bits);
        }

        @Override
        public int compareTo(Address other) {
            int order = Long.compareUnsigned(high, other.high);
            return order == 0 ? Long.compareUnsigned(low, other.low) : order;
        }
    }
}
