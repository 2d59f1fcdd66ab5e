package io.tocsin.evidence.trace;

import java.util.List;
import java.util.Set;

/** Packages that are never what a team looks for in a trace. */
final class KnownLibraries {

    private static final Set<String> JVM = Set.of(
            ("java javax jdk sun com.sun jakarta kotlin kotlinx scala akka groovy clojure android androidx dalvik com.android"
                            + " org.codehaus org.springframework org.apache org.hibernate org.eclipse org.jboss org.wildfly"
                            + " org.postgresql org.mariadb org.h2 org.junit org.slf4j org.aspectj org.mybatis org.flywaydb"
                            + " org.redisson org.elasticsearch org.opensearch org.mongodb org.quartz org.reactivestreams"
                            + " org.xerial org.sqlite org.jooq org.thymeleaf org.glassfish org.mockito org.testng org.gradle"
                            + " io.netty io.reactivex io.grpc io.micrometer io.opentelemetry io.undertow io.vertx io.quarkus"
                            + " io.lettuce io.ktor io.micronaut io.r2dbc io.confluent io.github.resilience4j io.jsonwebtoken"
                            + " io.swagger io.sentry reactor feign retrofit2 okhttp3 okio redis.clients rx brave zipkin2"
                            + " datadog com.fasterxml com.google com.zaxxer com.mysql com.microsoft com.oracle oracle.jdbc"
                            + " oracle.net com.mongodb com.netflix com.querydsl com.amazonaws software.amazon com.datastax"
                            + " ch.qos net.bytebuddy net.sf net.ttddyy com.p6spy com.navercorp.pinpoint com.newrelic"
                            + " tools.jackson com.github.benmanes com.rabbitmq com.hazelcast com.atomikos lombok"
                            + " com.squareup com.ibatis com.ulisesbocchio")
                    .split(" "));

    private static final Set<String> DOTNET = Set.of(
            ("System Microsoft Npgsql Newtonsoft Dapper MediatR Serilog Grpc StackExchange Polly Castle AutoMapper"
                            + " FluentValidation MySql MySqlConnector MongoDB Oracle Swashbuckle NLog Autofac Hangfire RabbitMQ Confluent"
                            + " lambda_method Azure Amazon Google xunit Xunit NUnit MassTransit IdentityServer4")
                    .split(" "));

    private static final Set<String> GO = Set.of(
            ("runtime net reflect sync os io context testing encoding database syscall internal fmt errors bufio time http log"
                            + " math bytes strings strconv sort regexp crypto compress html text path plugin unicode embed iter slices maps"
                            + " golang.org google.golang.org gopkg.in go.uber.org go.opentelemetry.io k8s.io")
                    .split(" "));

    private static final List<String> MODULE_FOLDERS = List.of(
            "/node_modules/", "/site-packages/", "/dist-packages/", "/vendor/", "/pkg/mod/", "/gems/", "\\vendor\\");

    private static final List<String> RUNTIME_FOLDERS = List.of(
            "/lib/python",
            "/lib64/python",
            "/usr/local/go/src/",
            "/go/src/",
            "/libexec/src/",
            "/lib/ruby/",
            "/Python3");

    private KnownLibraries() {}

    /** The library that a package of the JVM belongs to; empty when it is none that is known. */
    static String jvm(String name) {
        return known(name, JVM, 3);
    }

    static String dotnet(String name) {
        String root = known(name, DOTNET, 1);
        return root.equals("Microsoft") ? segments(name, 2) : root;
    }

    static boolean isGo(String importPath) {
        int slash = importPath.indexOf('/');
        return GO.contains(slash < 0 ? importPath : importPath.substring(0, slash));
    }

    private static String known(String name, Set<String> libraries, int depth) {
        for (int count = 1; count <= depth; count++) {
            String root = segments(name, count);
            if (libraries.contains(root)) {
                return root;
            }
        }
        return "";
    }

    /** The first so many parts of a dotted name. */
    static String segments(String name, int count) {
        int end = -1;
        for (int i = 0; i < count; i++) {
            end = name.indexOf('.', end + 1);
            if (end < 0) {
                return name;
            }
        }
        return name.substring(0, end);
    }

    /** The owner of a source file: the module whose folder it lies in, the runtime, or somebody's own code. */
    static FrameOwner ofFile(String path) {
        for (String folder : MODULE_FOLDERS) {
            int at = path.lastIndexOf(folder);
            if (at >= 0) {
                return new FrameOwner(path, module(path.substring(at + folder.length()), folder), true);
            }
        }
        if (path.startsWith("node:") || path.startsWith("internal/")) {
            return new FrameOwner(path, "node", true);
        }
        if (path.startsWith("<") || path.startsWith("native") || path.startsWith("[internal")) {
            return new FrameOwner(path, "<internal>", true);
        }
        if (Rows.containsAny(path, RUNTIME_FOLDERS)) {
            return new FrameOwner(
                    path, path.contains("ython") ? "python" : path.contains("ruby") ? "ruby" : "go", true);
        }
        int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
        return new FrameOwner(path, slash > 0 ? path.substring(0, slash) : path, false);
    }

    /** Scoped packages, those of PHP and those of Go's hosts have their name in several parts. */
    private static String module(String path, String folder) {
        int parts = path.startsWith("@") || folder.endsWith("vendor/") ? 2 : folder.equals("/pkg/mod/") ? 3 : 1;
        int end = -1;
        for (int i = 0; i < parts; i++) {
            int next = path.indexOf('/', end + 1);
            if (next < 0) {
                return path;
            }
            end = next;
        }
        String name = path.substring(0, end);
        int version = name.indexOf('@', 1);
        return version > 0 ? name.substring(0, version) : name;
    }
}
