PYTHON ?= python3

comma := ,
run := .venv/bin/python -m
as_root := $(if $(filter 0,$(shell id -u)),--allow-root)
export COURSE ?= course
several := --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
test_env := .venv/with-test$(addprefix $(comma),$(EXTRAS))

.PHONY: help lab test test-browser classroom test-classroom notebooks html site workbook test-site lite bench bench-diagnosis bench-browser lint clean
.NOTPARALLEL:

help:
	@echo "make lab           opens the first lesson in JupyterLab, in your own copy my_lessons; FLAGS=\"--no-browser --port 9000\" goes to JupyterLab"
	@echo "make test          tests everything; EXTRAS=oracles asks PyTorch too, EXTRAS=oracles,browser opens the lessons in Chromium"
	@echo "make test-browser  opens the lessons and the explorer in JupyterLab, in Chromium"
	@echo "make classroom     for teachers: makes a course folder with the assignments and opens it in JupyterLab; COURSE=… is the folder"
	@echo "make test-classroom tests the assignments and their marking with nbgrader, and opens its pages in Chromium"
	@echo "make notebooks     executes the lessons and stores their outputs; FILES=notebooks/… only these, FLAGS=--fresh all pictures anew"
	@echo "make html          makes pages of the lessons in build/html, to be read without Jupyter or a network"
	@echo "make site          makes the site in build/site, the lab in it, and opens it; FLAGS=--no-open does not, PYODIDE=… as for make lite"
	@echo "make test-site     builds the site and tests its pages and explorers in Chromium"
	@echo "make workbook      prints the course into build/workbook.pdf, with worksheets and answers; it needs npm, and Chromium or Chrome"
	@echo "make lite          makes the lab that runs in a browser alone in build/site/lab; OUT=… is another folder, PYODIDE=… a folder with Pyodide"
	@echo "make bench         prints how long the layers take, and draws it in docs; EXTRAS=oracles times PyTorch too"
	@echo "make bench-diagnosis prints how soon an answer is judged"
	@echo "make bench-browser prints how soon a change is seen in JupyterLab, in Chromium"
	@echo "make lint          checks the style of the code"
	@echo "make clean         removes what the others made"
	@echo "PYTHON=python3.12 chooses the Python that .venv is made of."

lab: .venv/with-lab
	@$(run) reader $(as_root) $(FLAGS)

test: $(test_env)
	$(run) pytest $(several) $(FLAGS)

test-browser: .venv/with-test,browser
	$(run) pytest tests/browser $(FLAGS)

classroom: .venv/with-classroom .venv/etc/jupyter/labconfig/page_config.json
	@$(run) classroom.course "$$COURSE" $(as_root) $(FLAGS)

test-classroom: .venv/with-test,classroom,cluster,browser
	$(run) pytest tests/classroom classroom/marking.py classroom/showing.py $(FLAGS)

notebooks: $(test_env)
	$(run) tests.notebooks.execute $(FLAGS) $(FILES)

lite: .venv/with-lite .venv/wheels
	$(run) docs.lab $(or $(OUT),build/site/lab) $(PYODIDE)

html: .venv/with-html
	$(run) nbconvert --config docs/pages.py --to html --output-dir build/html $(FLAGS) notebooks/*.ipynb

site: .venv/with-site .venv/with-lite .venv/wheels
	$(run) docs.site build/site
	$(run) docs.lab build/site/lab $(PYODIDE)
	$(if $(findstring --no-open,$(FLAGS)),,$(run) webbrowser "file://$(CURDIR)/build/site/index.html")

workbook: .venv/with-site
	$(run) docs.workbook build/workbook.pdf

test-site: .venv/with-test,site,browser
	$(run) pytest tests/site $(FLAGS)

bench: $(test_env)
	$(run) tests.bench

bench-diagnosis: $(test_env)
	$(run) tests.bench.diagnosis

bench-browser: .venv/with-test,browser
	$(run) tests.bench.browser

lint: $(test_env)
	$(run) ruff check
	$(run) ruff format --check

clean:
	rm -rf .venv build *.egg-info .pytest_cache .ruff_cache .hypothesis

# .venv/whole holds the folder it was made for, and is away while pip works; a pip that fails of itself brings it back. Without it, or in a folder that has moved, .venv is made anew.
ifneq ($(shell .venv/bin/python -c 'print(open(".venv/whole").read().strip())' 2>/dev/null),$(CURDIR))
.PHONY: .venv/whole
endif
.venv/whole:
	@$(PYTHON) -c 'import sys; sys.version_info < (3, 11) and sys.exit("The course needs Python 3.11 or newer; make PYTHON=python3.12 … names another one.")'
	@$(PYTHON) -c 'from ensurepip import version' 2>/dev/null || { echo "Python cannot make environments yet: sudo apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv --clear .venv
	@echo "$(CURDIR)" > $@

.venv/with-%: pyproject.toml .venv/whole
	@echo "Installing what make $(firstword $(subst $(comma), ,$*)) needs into .venv, once. This takes a few minutes."
	@mv .venv/whole .venv/half
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[$*]" || { mv .venv/half .venv/whole; exit 1; }
	@mv .venv/half .venv/whole
	@touch $@

# What the lab in the browser brings along, in the versions that are installed; NumPy and the like come with Pyodide.
# The kernel itself does not start without comm.
.venv/wheels: .venv/with-lite
	@rm -rf $@
	@$(run) pip freeze | grep -iE '^(anywidget|comm|ipywidgets|jupyterlab_widgets|psygnal)==' > .venv/widgets.txt
	@$(run) pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --platform any --dest $@ -r .venv/widgets.txt

# JupyterLab otherwise asks every reader whether it may fetch news.
.venv/etc/jupyter/labconfig/page_config.json: .venv/with-lab
	-@.venv/bin/jupyter labextension disable --level=sys_prefix @jupyterlab/apputils-extension:announcements >/dev/null 2>&1
	@mkdir -p $(@D) && touch $@
