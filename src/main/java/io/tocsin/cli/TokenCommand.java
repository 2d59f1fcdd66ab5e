package io.tocsin.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code tocsin token}: the API tokens of a running server. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "List, make and remove the API tokens of a running server.",
        subcommands = {TokenCommand.ListTokens.class, TokenCommand.CreateToken.class, TokenCommand.DeleteToken.class})
final class TokenCommand implements Runnable {

    private static final String PATH = "/api/tocsin/v1/tokens";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list, create or delete");
    }

    /** {@code tocsin token list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "List the tokens; never their texts.")
    static final class ListTokens extends AnsweringCommand {

        @Override
        int ask(ServerOptions answering) {
            TextTable table = new TextTable("ID", "NAME", "ROLE", "MADE BY", "EXPIRES", "LAST USED");
            JsonNode tokens = answering.get(PATH);
            for (JsonNode token : tokens) {
                table.add(
                        token.path("id").asString(""),
                        token.path("name").asString(""),
                        token.path("role").asString(""),
                        token.path("createdBy").asString(""),
                        token.path("expiresAt").asString("never"),
                        token.path("lastUsedAt").asString("never"));
            }
            print(tokens, table);
            return ExitCodes.FINE;
        }
    }

    /** {@code tocsin token create}. */
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Make a token and print its text, which nobody can read again.")
    static final class CreateToken extends AnsweringCommand {

        @Parameters(paramLabel = "NAME", description = "What it is for.")
        private String name = "";

        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                description = "viewer, responder, editor, admin or ingest.")
        private String role = "";

        @Option(names = "--expires", paramLabel = "TIME", description = "As in 2027-01-01T00:00:00Z. Default: never.")
        private @Nullable String expires;

        @Override
        int ask(ServerOptions answering) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("name", name);
            body.put("role", role.toLowerCase(Locale.ROOT));
            if (expires != null) {
                body.put("expiresAt", expires);
            }
            JsonNode made = answering.post(PATH, body);
            print(made, made.path("text").asString("") + "\n");
            return ExitCodes.FINE;
        }
    }

    /** {@code tocsin token delete}. */
    @Command(name = "delete", mixinStandardHelpOptions = true, description = "Remove a token.")
    static final class DeleteToken extends ServerCommand {

        @Parameters(paramLabel = "ID", description = "As list shows it.")
        private long id;

        @Override
        int ask(ServerOptions answering) {
            answering.delete(PATH + "/" + id);
            return ExitCodes.FINE;
        }
    }
}
