package io.tocsin.logql.checks;

import io.tocsin.text.go.Quoting;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks the argument of {@code ip(…)}: an address, a CIDR block, or two addresses with a dash between. */
final class IpPattern {

    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    private IpPattern() {}

    static Optional<String> problemOf(String pattern) {
        boolean valid = address(pattern) != null || isBlock(pattern) || isRange(pattern);
        return valid ? Optional.empty() : Optional.of("ip: invalid pattern: " + Quoting.quote(pattern));
    }

    private static boolean isBlock(String pattern) {
        int slash = pattern.lastIndexOf('/');
        if (slash < 0) {
            return false;
        }
        Address address = address(pattern.substring(0, slash));
        String bits = pattern.substring(slash + 1);
        return address != null
                && !address.zoned()
                && bits.matches("0|[1-9][0-9]{0,2}")
                && Integer.parseInt(bits) <= address.bits();
    }

    private static boolean isRange(String pattern) {
        int dash = pattern.indexOf('-');
        if (dash < 0) {
            return false;
        }
        Address from = address(pattern.substring(0, dash));
        Address to = address(pattern.substring(dash + 1));
        return from != null
                && to != null
                && !from.zoned()
                && !to.zoned()
                && from.bits() == to.bits()
                && from.value().compareTo(to.value()) <= 0;
    }

    private static @Nullable Address address(String text) {
        if (text.indexOf(':') < 0) {
            BigInteger value = ipv4(text);
            return value == null ? null : new Address(value, IPV4_BITS, false);
        }
        int percent = text.indexOf('%');
        if (percent == text.length() - 1) {
            return null;
        }
        BigInteger value = ipv6(percent < 0 ? text : text.substring(0, percent));
        return value == null ? null : new Address(value, IPV6_BITS, percent >= 0);
    }

    private static @Nullable BigInteger ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        BigInteger value = BigInteger.ZERO;
        for (String part : parts) {
            if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
                return null;
            }
            value = value.shiftLeft(8).or(new BigInteger(part));
        }
        return value;
    }

    private static @Nullable BigInteger ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            Groups all = groups(text);
            return all != null && all.count() == 8 ? all.value() : null;
        }
        Groups head = groups(text.substring(0, gap));
        Groups tail = groups(text.substring(gap + 2));
        if (head == null || tail == null || head.count() + tail.count() > 7) {
            return null;
        }
        return head.value().shiftLeft(16 * (8 - head.count())).or(tail.value());
    }

    private static @Nullable Groups groups(String text) {
        if (text.isEmpty()) {
            return new Groups(BigInteger.ZERO, 0);
        }
        String[] parts = text.split(":", -1);
        BigInteger value = BigInteger.ZERO;
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            BigInteger embedded = i == parts.length - 1 ? ipv4(parts[i]) : null;
            if (embedded != null) {
                value = value.shiftLeft(32).or(embedded);
                count += 2;
            } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
                value = value.shiftLeft(16).or(new BigInteger(parts[i], 16));
                count++;
            } else {
                return null;
            }
        }
        return new Groups(value, count);
    }

    private record Address(BigInteger value, int bits, boolean zoned) {}

    private record Groups(BigInteger value, int count) {}
}
