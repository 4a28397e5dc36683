"""Debian's jupyter_kernel_test against the kernel that JUPYTER_PATH names, with everything switched on that it can test."""
import unittest

import jupyter_kernel_test as jkt

# A machine that runs other things beside may take long over the first cell.
jkt.TIMEOUT = 60


class CSharpKernelTests(jkt.KernelTests):
    kernel_name = "research-csharp"
    language_name = "C#"
    file_extension = ".cs"
    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("oops");'
    completion_samples = [
        {"text": "Console.WriteLi", "matches": {"WriteLine"}},
        {"text": "Math.Sqr", "matches": {"Sqrt"}},
    ]
    complete_code_samples = ["1 + 1", "var x = 1;", "int F(int n)\n{\n    return n;\n}"]
    incomplete_code_samples = ["int F(int n)\n{", "foreach (var i in new[] { 1, 2 })", 'Console.WriteLine("a",']
    invalid_code_samples = ["var = = 3;", "1 + ) 2"]
    code_page_something = "Console.WriteLine?"
    code_generate_error = 'throw new InvalidOperationException("no");'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"ab" + "c"', "result": "abc"},
        {"code": "1 + 2", "result": "3"},
    ]
    code_display_data = [
        {"code": 'display(HTML("<b>bold</b>"))', "mime": "text/html"},
        {"code": 'display("<svg/>", "image/svg+xml");', "mime": "image/svg+xml"},
    ]
    code_history_pattern = "6*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Console.WriteLine"
    code_clear_output = "ClearOutput();"


if __name__ == "__main__":
    unittest.main(verbosity=2)
