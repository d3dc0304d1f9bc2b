package io.github.dl4jpruning.samples.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PyTorch in a process of its own, which takes steps on demand; or none, if no Python has it. */
final class Torch implements AutoCloseable {
    private static final List<String> INTERPRETERS = List.of("python3", "/usr/bin/python3");

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter questions;
    private final String name;
    private final String script;

    private Torch(String script, Process process, BufferedReader answers, String name) {
        this.script = script;
        this.process = process;
        this.answers = answers;
        this.questions = process == null
                ? null
                : new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.name = name;
    }

    /** Starts a script beside the launcher with the first Python that has PyTorch. */
    static Torch start(String name, List<String> arguments) throws IOException {
        Path script =
                Path.of(System.getProperty("dl4jpruning.out", "samples/out")).resolveSibling(name);
        for (String interpreter : INTERPRETERS) {
            List<String> command = new ArrayList<>(List.of(interpreter, script.toString()));
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("OMP_NUM_THREADS", "1");
            builder.environment().put("OPENBLAS_NUM_THREADS", "1");
            builder.environment().put("PYTHONDONTWRITEBYTECODE", "1"); // nothing beside the scripts
            Process process;
            try {
                process = builder.start();
            } catch (IOException e) {
                continue; // there is no such interpreter
            }
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String greeting = answers.readLine();
            if (greeting != null && greeting.startsWith("torch ")) {
                return new Torch(name, process, answers, "PyTorch " + greeting.split(" ")[1]);
            }
            process.destroy();
        }
        return new Torch(name, null, null, "PyTorch (not installed)");
    }

    String name() {
        return name;
    }

    /** Milliseconds of one of so many steps; not a number without PyTorch. */
    double steps(int count) throws IOException {
        if (process == null) {
            return Double.NaN;
        }
        questions.write(count + "\n");
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(script + " has stopped with exit code " + process.exitValue());
        }
        return Double.parseDouble(answer);
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
        }
    }
}
