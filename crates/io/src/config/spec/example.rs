//! Examples for keys that are missing.

/// What to write for a key that is missing.
pub(in crate::config) fn example(key: &str) -> String {
    let line = match key {
        "simulation" => "[simulation] with duration = \"1 s\"",
        "population" => "[[population]] with name, size and neuron",
        "duration" => "duration = \"1 s\"",
        "name" => "name = \"cells\"",
        "size" => "size = 100",
        "source" | "target" | "neurons" => return format!("write {key} = \"cells[0:80]\""),
        "receptor" => "receptor = \"excitatory\"",
        "connect" => "connect = { rule = \"pairwise-bernoulli\", p = 0.05 }",
        "rule" => "rule = \"pairwise-bernoulli\"",
        "p" => "p = 0.05",
        "p_max" => "p_max = 0.3",
        "profile" => "profile = \"gaussian\"",
        "degree" => "degree = 100",
        "synapses" => "synapses = 1000",
        "U" => "U = 0.5",
        "path" => "path = \"connectivity_matrix.npy\"",
        "recorded" => "recorded = \"normals.npy\"",
        "weight" => "weight = \"2 nS\"",
        "rate" => "rate = \"10 Hz\"",
        "current" => "current = \"200 pA\"",
        "amplitude" => "amplitude = \"50 pA\"",
        "frequency" => "frequency = \"8 Hz\"",
        "mean" => "mean = \"20 pA\"",
        "sd" => "sd = \"10 pA\"",
        "tau" => "tau = \"5 ms\"",
        "file" => "file = \"neurons.npy\"",
        "times" => "times = [\"0 s\", \"1 s\"]",
        "values" => "values = [\"0 pA\", \"200 pA\"]",
        "bin" => "bin = \"10 ms\"",
        "variables" => "variables = [\"V\"]",
        _ => return "it has no default".to_owned(),
    };
    format!("write {line}")
}
