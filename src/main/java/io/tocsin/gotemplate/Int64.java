package io.tocsin.gotemplate;

/**
 * Go's int64, which is another type than int: a function that wants an int does not take it. A {@link Long} stands for
 * int.
 */
final class Int64 extends Number implements Comparable<Int64> {

    private static final long serialVersionUID = 1L;

    private final long value;

    Int64(long value) {
        this.value = value;
    }

    @Override
    public int intValue() {
        return (int) value;
    }

    @Override
    public long longValue() {
        return value;
    }

    @Override
    public float floatValue() {
        return value;
    }

    @Override
    public double doubleValue() {
        return value;
    }

    @Override
    public int compareTo(Int64 other) {
        return Long.compare(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Int64 that && value == that.value;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
