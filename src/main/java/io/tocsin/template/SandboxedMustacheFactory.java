package io.tocsin.template;

import com.github.mustachejava.Binding;
import com.github.mustachejava.Code;
import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Iteration;
import com.github.mustachejava.MustacheException;
import com.github.mustachejava.ObjectHandler;
import com.github.mustachejava.TemplateContext;
import com.github.mustachejava.util.Wrapper;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs Mustache templates of slots. Every tag in them is a number of a slot; nothing is looked up by reflection, no file is
 * read, and values are escaped by the slot, so this factory's own escaping is off.
 */
final class SandboxedMustacheFactory extends DefaultMustacheFactory {

    /** The name to compile a template under; the engine asks for a binding of it, and of plain text, as of a tag. */
    static final String ROOT = "template";

    SandboxedMustacheFactory(List<Slot> slots, TemplateNames names) {
        super(name -> null);
        setObjectHandler(new SlotHandler(slots, names));
    }

    @Override
    public Reader getReader(String resourceName) {
        throw new MustacheException("templates may not include \"" + resourceName + "\"");
    }

    @Override
    public void encode(String value, Writer writer) {
        try {
            writer.write(value);
        } catch (IOException e) {
            throw new MustacheException("cannot write the rendered text", e);
        }
    }

    private record SlotHandler(List<Slot> slots, TemplateNames names) implements ObjectHandler {

        @Override
        public Wrapper find(String name, List<Object> scopes) {
            return values -> slot(name).evaluate(values, names);
        }

        @Override
        public Binding createBinding(@Nullable String name, TemplateContext context, Code code) {
            if (name == null || name.equals(ROOT)) {
                return scopes -> "";
            }
            Slot slot = slot(name);
            return scopes -> slot.evaluate(scopes, names);
        }

        private Slot slot(String name) {
            return slots.get(Integer.parseInt(name.substring(1)));
        }

        @Override
        public @Nullable Object coerce(@Nullable Object object) {
            return object;
        }

        @Override
        public Writer iterate(Iteration iteration, Writer writer, @Nullable Object object, List<Object> scopes) {
            if (object == null || !Values.isPresent(object)) {
                return writer;
            }
            if (!(object instanceof Collection<?> items)) {
                return iteration.next(writer, object instanceof Boolean ? Scopes.NO_VALUE : object, scopes);
            }
            Writer current = writer;
            for (Object item : items) {
                current = iteration.next(current, item == null ? Scopes.NO_VALUE : item, scopes);
            }
            return current;
        }

        @Override
        public Writer falsey(Iteration iteration, Writer writer, @Nullable Object object, List<Object> scopes) {
            return Values.isPresent(object) ? writer : iteration.next(writer, Scopes.NO_VALUE, scopes);
        }

        @Override
        public String stringify(Object object) {
            return object.toString();
        }
    }
}
