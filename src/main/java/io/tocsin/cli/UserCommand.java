package io.tocsin.cli;

import io.tocsin.text.PercentEncoding;
import java.io.Console;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code tocsin user}: the people who may log in to a running server. */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        description = "List, make, change and remove the people who may log in to a running server.",
        subcommands = {
            UserCommand.ListUsers.class,
            UserCommand.CreateUser.class,
            UserCommand.ChangeRole.class,
            UserCommand.SetPassword.class,
            UserCommand.DeleteUser.class
        })
final class UserCommand implements Runnable {

    private static final String PATH = "/api/tocsin/v1/users";
    private static final String PASSWORD = "TOCSIN_USER_PASSWORD";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing: list, create, role, password or delete");
    }

    /** {@code tocsin user list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "List the people who may log in.")
    static final class ListUsers extends AnsweringCommand {

        @Override
        int ask(ServerOptions answering) {
            JsonNode users = answering.get(PATH);
            TextTable table = new TextTable("NAME", "ROLE", "MADE AT");
            users.forEach(user -> table.add(
                    user.path("name").asString(""),
                    user.path("role").asString(""),
                    user.path("createdAt").asString("")));
            print(users, table);
            return ExitCodes.FINE;
        }
    }

    /** A command about one person. */
    private abstract static class OnePerson extends ServerCommand {

        @Parameters(paramLabel = "NAME", description = "Who logs in with it.")
        private String name = "";

        final String name() {
            return name;
        }

        final String path() {
            return PATH + "/" + PercentEncoding.part(name);
        }

        /** Never an argument: the list of processes shows those to everybody. */
        final String password() {
            String given = settings().get(PASSWORD, "");
            Console console = System.console();
            if (!given.isEmpty() || console == null) {
                if (given.isEmpty()) {
                    throw wrong("set " + PASSWORD + " to the password, or run this on a terminal");
                }
                return given;
            }
            char[] typed = console.readPassword("Password of %s: ", name);
            return typed == null ? "" : new String(typed);
        }
    }

    /** {@code tocsin user create}. */
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Let somebody log in; asks for the password, or takes it from " + PASSWORD + ".")
    static final class CreateUser extends OnePerson {

        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                description = "viewer, responder, editor or admin.")
        private String role = "";

        @Override
        int ask(ServerOptions answering) {
            answering.post(PATH, Map.of("name", name(), "password", password(), "role", role.toLowerCase(Locale.ROOT)));
            return ExitCodes.FINE;
        }
    }

    /** {@code tocsin user role}. */
    @Command(name = "role", mixinStandardHelpOptions = true, description = "Give another role; logs the person out.")
    static final class ChangeRole extends OnePerson {

        @Parameters(index = "1", paramLabel = "ROLE", description = "viewer, responder, editor or admin.")
        private String role = "";

        @Override
        int ask(ServerOptions answering) {
            answering.put(path() + "/role", Map.of("role", role.toLowerCase(Locale.ROOT)));
            return ExitCodes.FINE;
        }
    }

    /** {@code tocsin user password}. */
    @Command(
            name = "password",
            mixinStandardHelpOptions = true,
            description = "Set a password; asks for it, or takes it from " + PASSWORD + ". Logs the person out.")
    static final class SetPassword extends OnePerson {

        @Override
        int ask(ServerOptions answering) {
            answering.put(path() + "/password", Map.of("password", password()));
            return ExitCodes.FINE;
        }
    }

    /** {@code tocsin user delete}. */
    @Command(name = "delete", mixinStandardHelpOptions = true, description = "Remove a person.")
    static final class DeleteUser extends OnePerson {

        @Override
        int ask(ServerOptions answering) {
            answering.delete(path());
            return ExitCodes.FINE;
        }
    }
}
