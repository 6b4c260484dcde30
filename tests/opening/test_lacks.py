"""What a file lacks here, told before it is run: modules, data, the network, CUDA, and what only IPython has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.course.model import LackKind
from tutor.opening import magics
from tutor.opening.cpu import on_cpu
from tutor.opening.requirements import lacks_of, told

HERE = {"torch", "numpy", "tutor"}
WRITING = "with open('{}', '{}', encoding='utf-8') as file: file.write(r'''\n"
WRITTEN = r"'''[1:] + '\n')"
QUOTED = WRITTEN.replace("'''", '"""')


def kinds(folder: Path, *sources: str) -> list[set[LackKind]]:
    """Of each of these cells, what it lacks where only `HERE` is installed."""
    return [{one.kind for one in lacks} for lacks in lacks_of(sources, folder, HERE.__contains__)]


@pytest.mark.parametrize(
    ("source", "lacks"),
    [
        ("import torch, numpy as np", set()),
        ("import torchvision", {"module"}),
        ("from torchvision.datasets import MNIST", {"module"}),
        ("try:\n    import tqdm\nexcept ImportError:\n    tqdm = None", set()),
        ("if TYPE_CHECKING:\n    import pandas", set()),
        ("from torch.utils.tensorboard import SummaryWriter", set()),
        ("from tensorboardX import SummaryWriter", {"module"}),
        ("from .own import x", set()),
        ("torch.onnx.export(model, inputs, dynamo=True)", {"module"}),
        ("torch.onnx.export(model, inputs, 'model.onnx')", set()),
        ("x = x.cuda()", {"cuda"}),
        ("model.to('cuda')", {"cuda"}),
        ("x = torch.zeros(3, device='cuda:0')", {"cuda"}),
        ("device = torch.device('cuda')", {"cuda"}),
        ("device = 'cuda'", {"cuda"}),
        ("device = 'cuda' if torch.cuda.is_available() else 'cpu'", set()),
        ("if torch.cuda.is_available():\n    x = x.cuda()", set()),
        ("if use_cuda:\n    x = x.cuda()", set()),
        ("torch.cuda.synchronize()", {"cuda"}),
        ("start = torch.cuda.Event(enable_timing=True)", {"gpu"}),
        ("if torch.cuda.get_device_capability() < (7, 0):\n    sys.exit(0)", {"gpu"}),
        ("if torch.cuda.is_available() and torch.cuda.get_device_capability() > (7, 0):\n    x = x.cuda()", set()),
        ("new = torch.cuda.is_available() and torch.cuda.get_device_name()", set()),
        ("x = x.cuda() if torch.cuda.is_available() else x", set()),
        ("torch.cuda.empty_cache(), torch.cuda.memory_allocated()", set()),
        ("print('cuda')", set()),
        ("torch.cuda.is_available() and x.cuda()", set()),
        ("MNIST('data', download=True)", {"network"}),
        ("MNIST('data', download=False)", set()),
        ("urllib.request.urlretrieve(address, 'x')", {"network"}),
        ("model = AutoModel.from_pretrained('bert')", {"network"}),
        ("torch.hub.load('pytorch/vision', 'resnet18')", {"network"}),
        ("models.resnet18(weights=models.ResNet18_Weights.DEFAULT)", {"network"}),
        ("models.resnet18(weights=None)", set()),
        ("layer(weights=w)", set()),
        ("words = open('names.txt').read()", {"data"}),
        ("words = open('there.txt').read()", set()),
        ("open('out.txt', 'w').write('')", set()),
        ("torch.load('model.pt')", {"data"}),
        ("open('names.txt').read()\nopen('names.txt').read()", {"data"}),
        ("try:\n    x = torch.load('model.pt')\nexcept FileNotFoundError:\n    x = 0", set()),
        ("print('see model.pt')\nif os.path.exists('model.pt'):\n    x = torch.load('model.pt')", set()),
        ("names = NamesDataset('data/names')", {"data"}),
        ("for name in find_files('data/names/*.txt'):\n    print(name)", {"data"}),
        ("os.makedirs('data/names')", set()),
        ("Path('data/names').mkdir()", set()),
        ("print('data/names')", set()),
        ("MNIST('data', train=True)", set()),
        ("torch.load(path)", set()),
        ("name = input('name? ')", {"input"}),
        ("(folder / name).open('wb').write(content)", set()),
        ("dialog().input('name? ')", set()),
        ("Model().cuda()", {"cuda"}),
        ("mp.spawn(train, args=(2,))", set()),
        ("x = (", {"python"}),
        ("from google.colab import drive\nimport google.colab", {"module"}),
        ("try:\n    from google.colab import drive\nexcept ImportError:\n    drive = None", set()),
        ("get_ipython().kernel.do_shutdown(True)", {"magic"}),
        ("try:\n    shell = get_ipython()\nexcept NameError:\n    shell = None", set()),
        ("if 'get_ipython' in globals():\n    get_ipython().kernel\nelse:\n    x = x.cuda()", {"cuda"}),
        ("shell = get_ipython() if 'IPython' in sys.modules else None", set()),
        ("if get_ipython() is not None:\n    pass", {"magic"}),
        ("name = sys.argv[1]", {"input"}),
        ("print(sys.argv[0], rows[1])", set()),
        ("name = sys.argv[1] if len(sys.argv) > 1 else 'a'", set()),
        ("if len(sys.argv) > 2:\n    name = sys.argv[1]\nelse:\n    x = x.cuda()", {"cuda"}),
        ("if sys.argv[1] == 'a':\n    pass", {"input"}),
        ("name = len(sys.argv) > 1 and sys.argv[1]", set()),
        ("try:\n    name = sys.argv[1]\nexcept IndexError:\n    name = 'a'", set()),
    ],
)
def test_what_a_cell_lacks_is_in_its_syntax_tree(tmp_path: Path, source: str, lacks: set[LackKind]) -> None:
    (tmp_path / "there.txt").write_text("")
    assert kinds(tmp_path, source) == [lacks]


def test_what_lies_beside_the_file_is_no_missing_module(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text("")
    (tmp_path / "package").mkdir()
    assert kinds(tmp_path, "import own, package.part") == [set()]


def test_a_cell_lacks_what_the_functions_and_classes_lack_that_it_calls(tmp_path: Path) -> None:
    cells = (
        "def load():\n    import torchvision\n    return fetch()",
        "def fetch():\n    return urlretrieve('x')",
        "class Net:\n    def run(self):\n        return self.x.cuda()",
        "data = load()",
        "net = Net()",
        "1 + 1",
    )
    assert kinds(tmp_path, *cells) == [set(), set(), set(), {"module", "network"}, {"cuda"}, set()]


def test_what_a_function_lacks_is_told_at_the_line_of_the_cell_that_calls_it(tmp_path: Path) -> None:
    cells = ("1\n2\ndef load(x):\n    return x.cuda()", "x = 3\nload(x)")
    _, (lack,) = lacks_of(cells, tmp_path, HERE.__contains__)
    assert (lack.line, lack.words) == (2, "It asks for a CUDA GPU without asking whether there is one: .cuda().")
    assert list(told([(), (lack,)])) == ["Cell 2: It asks for a CUDA GPU without asking whether there is one."]


def test_a_function_for_a_gpu_lacks_nothing_where_it_is_called_only_if_there_is_one(tmp_path: Path) -> None:
    cells = (
        "def load():\n    return make().cuda()\ndef measure():\n    import einops\n    torch.cuda.Event()\n    load()",
        "HAS_CUDA = torch.cuda.is_available()\nif HAS_CUDA:\n    measure()",
        "if HAS_CUDA:\n    load()\nload()",
    )
    assert kinds(tmp_path, *cells) == [set(), {"module"}, {"cuda"}]


def test_a_file_that_an_earlier_cell_writes_is_not_missing(tmp_path: Path) -> None:
    assert kinds(tmp_path, "torch.save(w, 'w.pt')", "torch.load('w.pt')") == [set(), set()]


@pytest.mark.parametrize(
    ("source", "lacks"),
    [
        ("name = 'names.txt'\nopen(name)", {"data"}),
        ("folder = 'in'\nopen(folder + '/names.txt')", {"data"}),
        ("folder = 'in'\nopen(f'{folder}/names.txt')", {"data"}),
        ("folder = Path('in')\nopen(folder / 'names.txt')", {"data"}),
        ("def f(a, b):\n    open('data/%s-%s.txt' % (a, b))\nf(1, 2)", {"data"}),
        ("open('in/{}.txt'.format(i))", {"data"}),
        ("torch.ops.load_library('build/ops.so')", {"data"}),
        ("words = Path('a.txt').read_text()", {"data"}),
        ("with (Path('in') / 'a.txt').open(encoding='utf-8') as file:\n    pass", {"data"}),
        ("HERE = Path(__file__).resolve().parent\ntorch.load(HERE / 'a.pt')", {"data"}),
        ("open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'a.txt'))", {"data"}),
        ("ROOT = 'in'\nImageFolder(os.path.join(ROOT, x))", {"data"}),
        ("def look(file):\n    open(file)\nname = os.path.join('data', 'a.txt')\nlook(name)", {"data"}),
        ("def look():\n    name = 'in/a.txt'\n    return open(name)\nlook()", {"data"}),
        ("name = '/no/such/file'\nopen(name)", {"data"}),
        ("root = 'in'\ndset.ImageFolder(root=root, transform=None)", {"data"}),
        ("frame = pandas.read_csv(filepath_or_buffer='a.csv')", {"data"}),
        ("MNIST(root='data/mnist', train=True)", set()),
        # what is there, as far as it is known
        ("name = 'there.txt'\nopen(name)", set()),
        ("open('there%d.txt' % i)\nopen(f'there/{name}')", set()),
        ("for i in range(3):\n    open(f'there/part{i}.txt')", set()),
        ("words = (Path(__file__).parent / 'there.txt').read_text()", set()),
        # what is not known, or another thing of the same name
        ("name = 'a.txt'\nif x:\n    name = 'b.txt'\nopen(name)", set()),
        ("name = 'a.txt'\ndef look(name):\n    open(name)\nlook(x)", set()),
        ("open(f'{folder}/a.txt')", set()),
        # what the program itself may make
        ("name = 'a.pt'\ntorch.save(w, name)\ntorch.load(name)", set()),
        ("file = Path('a.txt')\nfile.write_text('a')\nfile.read_text()", set()),
        ("with Path('a.txt').open('w') as file:\n    pass", set()),
        ("file = Path('a.txt')\nif file.is_file():\n    file.read_text()", set()),
        ("words = Path(name).read_text()", set()),
        ("folder = Path('out')\nfolder.mkdir()\nfill(x)\nopen(folder / 'a.txt')", set()),
        ("name = 'a.pt'\nif not os.path.exists(name):\n    fit()\ntorch.load(name)", set()),
        ("def put(path):\n    torch.save(w, path)\nname = 'a.pt'\nput(name)\ntorch.load(name)", set()),
        ("name = 'a.pt'\nlogger.keep(name)\ntorch.load(name)", set()),
        ("name = 'a.txt'\nwith open(name, 'w') as file:\n    file.write('')\nopen(name)", set()),
        ("def start(folder):\n    pass\nfolder = 'data/runs'\nstart(folder)", set()),
        ("folder = 'data/runs'\nwriter = Writer(folder)", set()),
    ],
)
def test_files_are_missing_whose_names_are_put_together(tmp_path: Path, source: str, lacks: set[LackKind]) -> None:
    (tmp_path / "there.txt").write_text("")
    (tmp_path / "there1.txt").write_text("")
    (tmp_path / "there").mkdir()
    (tmp_path / "there/part0.txt").write_text("")
    assert kinds(tmp_path, source) == [lacks]


@pytest.mark.parametrize(
    "source",
    [
        "def load():\n    path = 'x.pt'\n    if os.path.exists(path):\n        torch.load(path)\nload()",
        "def train():\n    path = 'x.pt'\n    torch.save(model, path)\n    return torch.load(path)\ntrain()",
        "def train():\n    best = 'x.pt'\n    def save():\n        torch.save(1, best)\n    torch.load(best)\ntrain()",
        "def f():\n    path = Path('x')\n    path.write_text('')\n    return path.read_text()\nf()",
        "def f():\n    d = 'out'\n    torch.save(1, os.path.join(d, 'x'))\n    torch.load(os.path.join(d, 'x'))\nf()",
        "PATH = 'x.pt'\ndef save(model, path=PATH):\n    torch.save(model, path)\nsave(1)\ntorch.load(PATH)",
        "path = 'x'\nclass A:\n    def read(self, path):\n        return open(path)\nA().read(given)",
        "path = 'x'\ndef f():\n    def inner(path):\n        return open(path)\n    inner(given)\nf()",
        "with suppress(FileNotFoundError):\n    open('x.txt')",
    ],
)
def test_what_a_function_names_is_known_in_it_alone(tmp_path: Path, source: str) -> None:
    assert kinds(tmp_path, source) == [set()]


@pytest.mark.parametrize(
    ("source", "lacks"),
    [
        ("LOAD = False\nif LOAD:\n    torch.load('x.pt')", set()),
        ("path = None\ndef f():\n    if path:\n        torch.load('x.pt')\nf()", set()),
        ("LOAD = False\nif LOAD:\n    pass\nelse:\n    torch.load('x.pt')", {"data"}),
        ("LOAD = True\nif LOAD:\n    torch.load('x.pt')", {"data"}),
        ("LOAD = False\nif y:\n    LOAD = True\nif LOAD:\n    torch.load('x.pt')", {"data"}),
    ],
)
def test_what_is_done_only_where_a_setting_is_on_lacks_nothing_where_it_is_off(
    tmp_path: Path, source: str, lacks: set[LackKind]
) -> None:
    assert kinds(tmp_path, source) == [lacks]


def test_what_a_method_names_and_is_not_there_is_missing(tmp_path: Path) -> None:
    source = "class A:\n    def read(self):\n        path = 'x'\n        return open(path)\nA().read()"
    assert kinds(tmp_path, source) == [{"data"}]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x = " + "+".join(["1"] * 900), id="a sum"),
        pytest.param("if x:\n    pass\n" + "elif x == 'y':\n    pass\n" * 900, id="branches"),
        pytest.param("x" + ".a()" * 900, id="calls"),
    ],
)
def test_of_what_is_nested_by_the_hundred_nothing_is_told(tmp_path: Path, source: str) -> None:
    assert kinds(tmp_path, source) == [set()]


def test_what_is_not_known_of_a_name_is_told_as_such(tmp_path: Path) -> None:
    ((lack,),) = lacks_of(["root = 'data/bees'\nImageFolder(os.path.join(root, x))"], tmp_path, HERE.__contains__)
    assert lack.words == f"It reads data/bees/…, which is not in {tmp_path}."


ASKS = "if torch.backends.cudnn.is_available() and x > 3:\n    model = make().half()"
COUNTS = "if torch.cuda.is_available():\n    for i in range(torch.cuda.device_count()):\n        print(i)"


@pytest.mark.parametrize(
    ("cells", "lacks"),
    [
        ((ASKS, "print(model)"), [set(), {"gpu"}]),
        ((ASKS, "for x in y:\n    x = model(x)", "model = 1", "model"), [set(), {"gpu"}, set(), set()]),
        (("model = 1", ASKS, "print(model)"), [set(), set(), set()]),
        ((f"{ASKS}\nelse:\n    model = make()", "print(model)"), [set(), set()]),
        ((f"{ASKS}\n    print(model)",), [set()]),
        ((ASKS, "model = make()\nprint(model)"), [set(), set()]),
        ((ASKS, "if torch.cuda.is_available():\n    print(model)"), [set(), set()]),
        ((ASKS, "def f():\n    return model"), [set(), set()]),
        (("if not torch.cuda.is_available():\n    model = 1", "print(model)"), [set(), set()]),
        ((COUNTS, "for i in range(3):\n    print(i)"), [set(), set()]),
        ((COUNTS, "x = [i for i in range(3)]"), [set(), set()]),
        ((COUNTS, "i = i + 1"), [set(), {"gpu"}]),
    ],
)
def test_a_name_that_is_made_only_where_there_is_a_gpu_is_lacking_elsewhere(
    tmp_path: Path, cells: tuple[str, ...], lacks: list[set[LackKind]]
) -> None:
    assert kinds(tmp_path, *cells) == lacks


@pytest.mark.parametrize(
    ("source", "lacks"),
    [
        ("parser.add_argument('data')\nparser.parse_args()", {"input"}),
        ("parser.add_argument('--data', required=True)\nparser.parse_known_args()", {"input"}),
        ("parser.add_argument('data')\ndef main():\n    parser.parse_args()\nif x:\n    main()", {"input"}),
        ("parser.add_argument('data')\nparser.parse_args(['a.csv'])", set()),
        ("parser.add_argument('data', nargs='?')\nparser.parse_args()", set()),
        ("parser.add_argument('--epochs', type=int, default=3)\nparser.parse_args()", set()),
        ("parser.add_argument(*words)\nparser.parse_args()", set()),
    ],
)
def test_arguments_of_a_command_line_that_there_must_be(tmp_path: Path, source: str, lacks: set[LackKind]) -> None:
    assert kinds(tmp_path, source) == [lacks]


def test_a_module_of_a_common_name_is_not_told_to_be_installed(tmp_path: Path) -> None:
    found = lacks_of(["import utils", "import ax"], tmp_path, HERE.__contains__)
    assert [one.words for (one,) in found] == [
        "It imports utils, a module that is neither beside the file nor installed here.",
        "It imports ax, which is not installed here: `pip install ax-platform`",
    ]


def test_what_is_missing_is_told_once_with_the_cells_that_it_is_missing_in(tmp_path: Path) -> None:
    found = lacks_of(["import torchvision", "1", "import torchvision.models"], tmp_path, HERE.__contains__)
    assert list(told(found)) == [
        "Cells 1 and 3: It imports torchvision, which is not installed here: `pip install torchvision`"
    ]


@pytest.mark.parametrize(
    ("source", "python", "lacks"),
    [
        ("%matplotlib inline\nx = 1", "# %matplotlib inline\nx = 1", []),
        ("%%time\nx = 1", "# %%time\nx = 1", []),
        ("%time x = 1", "x = 1  # %time", []),
        ("%timeit -n 10 f(x)", "f(x)  # %timeit", []),
        ("if a:\n    !ls", "if a:\n    pass  # !ls", []),
        ("!nvidia-smi", "# !nvidia-smi", []),
        ("!pip install torch", "# !pip install torch", []),
        ("!pip install -q einops torch", "# !pip install -q einops torch", ["module"]),
        ("%pip install einops", "# %pip install einops", ["module"]),
        ("!git clone https://example.org/a", "# !git clone https://example.org/a", ["shell"]),
        ("files = !ls", "# files = !ls", ["shell"]),
        ("x?", "# x?", []),
        ("??x", "# ??x", []),
        ("%run other.py", "# %run other.py", ["magic"]),
        ("%%bash\nls", "%%bash\nls", ["magic"]),
        ("%%writefile a.py\nx = 1", f"{WRITING.format('a.py', 'w')}x = 1{WRITTEN}", []),
        ("%%writefile -a a.txt\nx\n\ny", f"{WRITING.format('a.txt', 'a')}x\n\ny{WRITTEN}", []),
        ("%%writefile a.py\nx = 'y'", WRITING.format("a.py", "w").replace("'''", '"""') + "x = 'y'" + QUOTED, []),
        ("%%writefile {name}\nx = 1", "%%writefile {name}\nx = 1", ["magic"]),
        ("x = 7\ny = (x\n%2)", "x = 7\ny = (x\n%2)", []),
        ("s = '''\n!ls\n'''", "s = '''\n!ls\n'''", []),
    ],
)
def test_what_only_ipython_reads_is_a_comment_and_comes_back_as_it_was(
    source: str, python: str, lacks: list[str]
) -> None:
    found, missing = magics.as_python(source, HERE.__contains__)
    assert found == python
    assert [lack.kind for lack in missing] == lacks
    assert found.count("\n") == source.count("\n")
    if " -n 10" not in source:
        assert magics.restored(found) == source


@pytest.mark.parametrize(
    ("source", "python", "lacks"),
    [
        ("get_ipython().run_line_magic('matplotlib', 'inline')\nx = 1", "# %matplotlib inline\nx = 1", []),
        ("get_ipython().run_line_magic('autoreload', '')", "# %autoreload", []),
        ("get_ipython().run_line_magic('timeit', 'f(x)')", "f(x)  # %timeit", []),
        ("if a:\n    get_ipython().system('ls')", "if a:\n    pass  # !ls", []),
        ("get_ipython().system('pip install einops')", "# !pip install einops", ["module"]),
        ("get_ipython().system(command)", "get_ipython().system(command)", []),
        (
            "get_ipython().run_cell_magic('time', '', 'x = 1\\n')",
            "get_ipython().run_cell_magic('time', '', 'x = 1\\n')",
            [],
        ),
    ],
)
def test_what_a_notebook_has_of_ipython_is_known_when_it_was_made_a_script(
    source: str, python: str, lacks: list[str]
) -> None:
    found, missing = magics.as_python(source, HERE.__contains__)
    assert found == python
    assert [lack.kind for lack in missing] == lacks


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("x = x.cuda()", "x = x.cpu()"),
        ("x = f(ä, y).cuda(non_blocking=True).sum()", "x = f(ä, y).cpu().sum()"),
        ("d = torch.device('cuda:0')", 'd = torch.device("cpu")'),
        ("d = 'cuda'  # the 'cuda'", "d = \"cpu\"  # the 'cuda'"),
        ("if d.type == 'cuda':\n    torch.cuda.Event()", "if d.type == 'cuda':\n    torch.cuda.Event()"),
        ("torch.cuda.synchronize()", "torch.cpu.synchronize()"),
        (
            "x = torch.cuda.is_available(), torch.cuda.empty_cache()",
            "x = torch.cuda.is_available(), torch.cuda.empty_cache()",
        ),
        ("print('on cuda')", "print('on cuda')"),
        ("x = (", "x = ("),
        ("x.cuda('cuda:1')", "x.cpu()"),
    ],
)
def test_the_cpu_takes_the_place_of_cuda_and_of_nothing_else(source: str, changed: str) -> None:
    assert on_cpu(source) == changed


def test_a_module_that_a_cell_writes_is_not_missing_and_its_text_is_written_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    body = 'path = r"C:\\new"\nprint("\\n")'
    source, lacks = magics.as_python(f"%%writefile helper.py\n{body}", HERE.__contains__)
    assert not lacks
    assert kinds(tmp_path, source, "import helper") == [set(), set()]
    exec(source)
    assert (tmp_path / "helper.py").read_text() == f"{body}\n"
