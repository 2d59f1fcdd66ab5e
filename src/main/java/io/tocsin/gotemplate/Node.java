package io.tocsin.gotemplate;

import io.tocsin.text.go.Quoting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a parsed template; {@code toString} prints them as Go does in errors, positions are in characters. */
sealed interface Node {

    int position();

    /** Literal text. */
    record Text(int position, String text) implements Node {}

    /** {@code {{pipeline}}}. */
    record Action(int position, Pipe pipe) implements Node {}

    /** The two branches of {@code if}, {@code with} and {@code range}. */
    record Branch(
            int position,
            String keyword,
            Pipe pipe,
            List<Node> body,
            @Nullable List<Node> otherwise) implements Node {

        public Branch {
            body = List.copyOf(body);
            otherwise = otherwise == null ? null : List.copyOf(otherwise);
        }
    }

    /** {@code {{template "name" pipeline}}}. */
    record Call(int position, String name, @Nullable Pipe pipe) implements Node {

        @Override
        public String toString() {
            return "{{template " + Quoting.quote(name) + (pipe == null ? "" : " " + pipe) + "}}";
        }
    }

    /** {@code {{break}}} or {@code {{continue}}}. */
    record Jump(int position, boolean isBreak) implements Node {}

    /** Commands, each getting the value of the one before; optionally declaring or setting variables. */
    record Pipe(int position, boolean isAssignment, List<Variable> variables, List<Command> commands) implements Node {

        public Pipe {
            variables = List.copyOf(variables);
            commands = List.copyOf(commands);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < variables.size(); i++) {
                text.append(i > 0 ? ", " : "").append(variables.get(i));
            }
            if (!variables.isEmpty()) {
                text.append(isAssignment ? " = " : " := ");
            }
            for (int i = 0; i < commands.size(); i++) {
                text.append(i > 0 ? " | " : "").append(commands.get(i));
            }
            return text.toString();
        }
    }

    /** A function or value with arguments. */
    record Command(int position, List<Node> arguments) implements Node {

        public Command {
            arguments = List.copyOf(arguments);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (Node argument : arguments) {
                text.append(text.length() > 0 ? " " : "")
                        .append(argument instanceof Pipe ? "(" + argument + ")" : argument.toString());
            }
            return text.toString();
        }
    }

    /** {@code .a.b}. */
    record Field(int position, List<String> names) implements Node {

        public Field {
            names = List.copyOf(names);
        }

        @Override
        public String toString() {
            return "." + String.join(".", names);
        }
    }

    /** {@code (pipeline).a.b} or {@code function.a}. */
    record Chain(int position, Node target, List<String> names) implements Node {

        public Chain {
            names = List.copyOf(names);
        }

        @Override
        public String toString() {
            return (target instanceof Pipe ? "(" + target + ")" : target.toString()) + "." + String.join(".", names);
        }
    }

    /** {@code $x.a}: the first name is the variable's, with the dollar sign. */
    record Variable(int position, List<String> names) implements Node {

        public Variable {
            names = List.copyOf(names);
        }

        @Override
        public String toString() {
            return String.join(".", names);
        }
    }

    /** The name of a function. */
    record Identifier(int position, String name) implements Node {

        @Override
        public String toString() {
            return name;
        }
    }

    /** A literal: text, number, boolean, nil. */
    record Constant(int position, Type type, @Nullable Object value, String source) implements Node {

        enum Type {
            STRING,
            INTEGER,
            FLOAT,
            BOOL,
            NIL
        }

        @Override
        public String toString() {
            return source;
        }
    }

    /** {@code .}. */
    record Dot(int position) implements Node {

        @Override
        public String toString() {
            return ".";
        }
    }
}
