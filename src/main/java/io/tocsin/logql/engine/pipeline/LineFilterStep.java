package io.tocsin.logql.engine.pipeline;

/** A stage that looks at nothing but the line and does not change it. */
final class LineFilterStep implements Stage {

    private final LineFilter filter;

    LineFilterStep(LineFilter filter) {
        this.filter = filter;
    }

    @Override
    public boolean process(Entry entry) {
        return filter.accepts(entry.buffer, entry.offset, entry.length);
    }
}
